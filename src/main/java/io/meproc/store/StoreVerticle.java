package io.meproc.store;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.task.Refusal;
import io.meproc.task.StoredTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies to {@link StoreRequest}s. One thread of its own writes to the database: while it syncs a commit, further changes
 * queue up, and the next commit has all of them. Undeploying keeps what is queued.
 *
 * <p>While changes can't be kept, each is refused with the reason, and is kept as soon as a retry succeeds.
 */
public final class StoreVerticle extends VerticleBase {
    /** The failure code for a history that can't be read; the message of the failure has the reason. */
    public static final int UNREADABLE = 1;

    private static final Logger LOG = LoggerFactory.getLogger(StoreVerticle.class);
    private static final long SHORTEN_MILLIS = 60_000;

    /** The pause between two steps of a deletion. */
    private static final long PAUSE_MILLIS = 100;

    /** How long the last commit may take when the service ends. */
    private static final long STOP_MILLIS = 10_000;

    /** A disk can hang for longer than the minute after which Vert.x warns of a blocked thread each second. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Clock clock;
    private final StoreSettings settings;
    private final Keeper keeper;
    private final HistoryReader history;
    private @Nullable WorkerExecutor writer;
    private @Nullable WorkerExecutor reader;
    private @Nullable GroupCommit commits;
    private @Nullable Future<StoredTable> loaded;

    /** @param clock wall-clock time */
    public StoreVerticle(StoreSettings settings, Clock clock) {
        this.clock = clock;
        this.settings = settings;
        this.keeper = new Keeper(settings, clock);
        this.history = new HistoryReader(new Database(settings.file()));
    }

    @Override
    public Future<?> start() {
        WorkerExecutor one = vertx.createSharedWorkerExecutor("meproc-store", 1, LONGEST.toNanos());
        GroupCommit group = new GroupCommit(vertx, one, keeper, new Obstacle(settings.file()), clock);
        writer = one;
        commits = group;
        reader = vertx.createSharedWorkerExecutor("meproc-history", 1);
        loaded = one.executeBlocking(keeper::open, true).onSuccess(table -> {
            Refusal found = keeper.obstacle();
            if (found != null) {
                group.refuse(found);
            }
        });
        vertx.setTimer(SHORTEN_MILLIS, timer -> shorten());
        return Future.all(loaded, Consumers.<StoreRequest>consume(vertx, Addresses.STORE, this::on));
    }

    private void on(Message<StoreRequest> message) {
        StoreRequest request = message.body();
        if (request instanceof StoreRequest.Load) {
            Objects.requireNonNull(loaded)
                    .onSuccess(table -> {
                        commits().announceObstacle();
                        LocalBus.reply(message, table);
                    })
                    .onFailure(broken -> Consumers.fail(message, broken));
            loaded = Future.failedFuture("the table was requested before");
        } else if (request instanceof StoreRequest.Write write) {
            commits().write(message, write);
        } else if (request instanceof OutboxRequest outbox && !(request instanceof OutboxRequest.Inspect)) {
            writer().<@Nullable Object>executeBlocking(() -> keeper.answer(outbox), true)
                    .onSuccess(answer -> LocalBus.reply(message, answer))
                    .onFailure(broken -> message.fail(UNREADABLE, String.valueOf(broken.getMessage())));
        } else if (request instanceof StoreRequest.State) {
            reader().executeBlocking(keeper::bytes, false)
                    .onSuccess(bytes -> LocalBus.reply(message, commits().state(bytes)))
                    .onFailure(broken -> Consumers.fail(message, broken));
        } else {
            reader().executeBlocking(() -> history.answer(request), true)
                    .onSuccess(answer -> LocalBus.reply(message, answer))
                    .onFailure(broken -> message.fail(UNREADABLE, String.valueOf(broken.getMessage())));
        }
    }

    private GroupCommit commits() {
        return Objects.requireNonNull(commits);
    }

    private WorkerExecutor reader() {
        return Objects.requireNonNull(reader);
    }

    private WorkerExecutor writer() {
        return Objects.requireNonNull(writer);
    }

    /** Deletes old history step by step, between commits. */
    private void shorten() {
        writer().executeBlocking(keeper::shorten, true)
                .onComplete(over -> vertx.setTimer(
                        over.succeeded() && over.result() ? PAUSE_MILLIS : SHORTEN_MILLIS, timer -> shorten()));
    }

    /** The reader ends first, since the last connection moves the content of the log into the database. */
    @Override
    public Future<?> stop() {
        Promise<Boolean> stopped = Promise.promise();
        vertx.setTimer(STOP_MILLIS, timer -> {
            if (stopped.tryComplete(false)) {
                LOG.error("The disk has not confirmed the last changes within {} ms; they may be lost", STOP_MILLIS);
            }
        });
        reader().executeBlocking(closing(history::close), true)
                .compose(closed -> commits().flush(true))
                .compose(over -> writer().executeBlocking(closing(keeper::close), true))
                .onSuccess(stopped::tryComplete)
                .onFailure(stopped::tryFail);
        return stopped.future();
    }

    private static Callable<Boolean> closing(Runnable step) {
        return () -> {
            step.run();
            return true;
        };
    }
}
