package io.meproc.api;

import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PublicAddresses;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.TaskJson;
import io.meproc.task.Changes;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The API on the event bus, for programs in the same JVM, at the {@link PublicAddresses}. */
public final class BusVerticle extends VerticleBase {
    /** The largest answer in bytes that is written on the event loop, which takes about 1 ms. */
    private static final int SHORT = 64 << 10;

    /** The messages that are published in one turn of the event loop, which takes about 1 ms. */
    private static final int AT_ONCE = 64;

    private final Queue<Runnable> publications = new ArrayDeque<>();
    private boolean publishing;
    private final ZoneId zone;
    private final Clock clock;
    private @Nullable Api api;
    private @Nullable SupervisorClient supervisor;
    private @Nullable ChangeBatcher batcher;

    /**
     * An API that sends its requests to the supervisor on the same event bus.
     *
     * @param zone the time zone of cron patterns
     */
    public BusVerticle(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        SupervisorClient client = new SupervisorClient(vertx);
        supervisor = client;
        api = new Api(vertx, client, zone, clock);
        return Future.all(List.of(
                client.follow(this::add), Consumers.<Object>consume(vertx, PublicAddresses.COMMANDS, this::carryOut)));
    }

    @Override
    public Future<?> stop() {
        if (supervisor != null) {
            supervisor.end();
        }
        publishBatch();
        publish(Integer.MAX_VALUE);
        return Future.succeededFuture();
    }

    private void carryOut(Message<Object> message) {
        Future<Reply> reply;
        try {
            reply = Objects.requireNonNull(api).answer(BusCall.of(message.body()));
        } catch (InvalidInput | Refused refused) {
            reply = Future.succeededFuture(Reply.of(Problem.of(refused)));
        }
        reply.compose(this::written).onSuccess(message::reply).onFailure(broken -> Consumers.fail(message, broken));
    }

    /** Converts an answer to an object; a long one on a worker thread. */
    private Future<JsonObject> written(Reply reply) {
        JsonObject answer = versioned().put("status", reply.status()).put("revision", reply.revision());
        return reply.body().length() <= SHORT
                ? Future.succeededFuture(answer.put("body", new JsonObject(reply.body())))
                : vertx.executeBlocking(() -> answer.put("body", new JsonObject(reply.body())), false);
    }

    private void add(Changes changes) {
        if (batcher == null) {
            batcher = new ChangeBatcher(vertx, changes.table(), this::publishBatch);
        }
        batcher.add(changes);
    }

    private void publishBatch() {
        if (batcher == null || batcher.isEmpty()) {
            return;
        }
        ChangeBatcher.Batch batch = batcher.drain();
        for (EventMessage event : batch.events()) {
            publications.add(() -> publish(PublicAddresses.RUN_EVENTS, event));
        }
        for (String name : batch.removed()) {
            publications.add(() -> LocalBus.publish(
                    vertx,
                    PublicAddresses.REMOVED_EVENTS,
                    versioned()
                            .put("name", name)
                            .put("node", batch.table().node())
                            .put("revision", batch.table().revision())));
        }
        for (Task task : batch.tasks()) {
            publications.add(() ->
                    publish(PublicAddresses.TASK_EVENTS, json -> new TaskJson(json, batch.table()).summary(task)));
        }
        if (!publishing) {
            publish(AT_ONCE);
        }
    }

    /** Publishes at most {@code most} messages, and the others in later turns of the event loop. */
    private void publish(int most) {
        for (int i = 0; i < most && !publications.isEmpty(); i++) {
            publications.remove().run();
        }
        publishing = !publications.isEmpty();
        if (publishing) {
            context.runOnContext(turn -> publish(AT_ONCE));
        }
    }

    private void publish(String address, Content content) {
        LocalBus.publish(vertx, address, versioned().mergeIn(new JsonObject(Buffer.buffer(content.bytes()))));
    }

    private static JsonObject versioned() {
        return new JsonObject().put("version", PublicAddresses.VERSION);
    }
}
