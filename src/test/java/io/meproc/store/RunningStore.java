package io.meproc.store;

import static io.meproc.Futures.done;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.task.Changeset;
import io.meproc.task.Event;
import io.meproc.task.Refusal;
import io.meproc.task.StoredTable;
import io.meproc.task.Timeline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store in a Vert.x of its own. */
final class RunningStore implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final String id;

    /** What it has announced to the supervisor. */
    final List<Event> announced = new CopyOnWriteArrayList<>();

    RunningStore(Path directory) {
        this(new StoreSettings(directory, "n1"));
    }

    RunningStore(StoreSettings settings) {
        PassThroughCodec.install(vertx);
        try {
            done(Consumers.<Event>consume(vertx, Addresses.ALARMS, message -> announced.add(message.body())));
            id = done(vertx.deployVerticle(new StoreVerticle(settings, Clock.systemUTC())));
        } catch (RuntimeException refused) {
            done(vertx.close());
            throw refused;
        }
    }

    StoredTable load() {
        return done(this.<StoredTable>request(new StoreRequest.Load()));
    }

    /** Awaits the reply: null when the changes are kept. */
    @Nullable
    Refusal write(Changeset changes) {
        return done(begin(changes));
    }

    Future<@Nullable Refusal> begin(Changeset changes) {
        return request(new StoreRequest.Write(List.of(changes), true, Timeline.STEADY));
    }

    /** Requests to keep a change for which nothing waits. */
    Future<@Nullable Refusal> putOff(Changeset changes) {
        return request(new StoreRequest.Write(List.of(changes), false, Timeline.STEADY));
    }

    /** Requests that everything so far is kept without delay. */
    Future<@Nullable Refusal> hurry() {
        return request(new StoreRequest.Write(List.of(), true, Timeline.STEADY));
    }

    <T extends @Nullable Object> Future<T> request(StoreRequest request) {
        return LocalBus.request(vertx, Addresses.STORE, request);
    }

    @Override
    public void close() {
        done(vertx.undeploy(id));
        done(vertx.close());
    }
}
