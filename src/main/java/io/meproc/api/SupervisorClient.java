package io.meproc.api;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.task.Answer;
import io.meproc.task.Changes;
import io.meproc.task.Refusal;
import io.meproc.task.Refusal.Reason;
import io.meproc.task.Request;
import io.meproc.task.SentRequest;
import io.meproc.task.TaskTable;
import io.meproc.task.exit.Requester;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of the supervisor: sends requests, and holds the table after its latest change; for use on one event loop.
 */
public final class SupervisorClient {
    /** The time after which a request is answered although it continues; a start of 10,000 processes takes about 10 s. */
    private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(120);

    private final Vertx vertx;
    private final Set<Promise<Answer>> waiting = new HashSet<>();
    private volatile boolean ended;
    private @Nullable TaskTable table;

    public SupervisorClient(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Sends a request; the future never fails, since a refusal is an answer. */
    public Future<Answer> send(Request request, Requester by) {
        Promise<Answer> answer = Promise.promise();
        if (ended) {
            return Future.succeededFuture(shuttingDown());
        }
        waiting.add(answer);
        LocalBus.<Answer>request(vertx, Addresses.REQUESTS, new SentRequest(request, by), TIMEOUT_MILLIS)
                .otherwise(SupervisorClient::failed)
                .onSuccess(answer::tryComplete);
        return answer.future().onComplete(answered -> waiting.remove(answer));
    }

    /** Refuses every waiting request, because the service shuts down. */
    public void end() {
        ended = true;
        List.copyOf(waiting).forEach(answer -> answer.tryComplete(shuttingDown()));
    }

    boolean hasEnded() {
        return ended;
    }

    /** Subscribes to the table; completes when the first one has arrived. */
    public Future<Void> follow() {
        return follow(changes -> {});
    }

    /** Subscribes to the table, and passes each change to {@code also} after {@link #table()} has it. */
    public Future<Void> follow(Consumer<Changes> also) {
        return Consumers.<Changes>consume(vertx, Addresses.CHANGES, message -> {
                    table = message.body().table();
                    also.accept(message.body());
                })
                .compose(open -> LocalBus.<TaskTable>request(vertx, Addresses.TABLE, ""))
                .map(first -> {
                    table = table == null ? first : table;
                    return null;
                });
    }

    /** The current table, which includes every request that was answered. */
    public TaskTable table() {
        return Objects.requireNonNull(table, "the table is not followed");
    }

    private static Answer shuttingDown() {
        return Answer.refused(Refusal.SHUTTING_DOWN);
    }

    /** The refusal for a supervisor that could not be reached or did not answer. */
    public static Refusal refusal(Throwable broken) {
        return failed(broken).refusal().orElseThrow();
    }

    private static Answer failed(Throwable broken) {
        if (broken instanceof ReplyException reply) {
            switch (reply.failureType()) {
                case NO_HANDLERS -> {
                    return shuttingDown();
                }
                case TIMEOUT -> {
                    return Answer.refused(
                            Reason.NOT_DONE_YET,
                            "it is not done after " + TimeUnit.MILLISECONDS.toSeconds(TIMEOUT_MILLIS)
                                    + " s and continues; the state of the task shows its progress");
                }
                default -> {}
            }
        }
        return Answer.refused(Refusal.BROKEN);
    }
}
