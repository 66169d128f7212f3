package io.meproc.store;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.task.Changeset;
import io.meproc.task.Event;
import io.meproc.task.Refusal;
import io.meproc.task.StoredTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private static final long RETRY_MILLIS = 1_000;
    private static final long SHORTEN_MILLIS = 60_000;

    /** The pause between two steps of a deletion. */
    private static final long PAUSE_MILLIS = 100;

    private static final int MOST_RUNS = 20_000;
    private static final int MOST_AUDIT = 10_000;

    /** A commit that takes longer counts as an obstacle. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final Clock clock;
    private final Keeper keeper;
    private final Obstacle obstacles;
    private final Backlog backlog = new Backlog(MOST_RUNS, MOST_AUDIT);
    private final HistoryReader history;
    private @Nullable WorkerExecutor executor;
    private @Nullable WorkerExecutor readers;
    private @Nullable Future<StoredTable> loaded;
    private List<Message<StoreRequest>> waiting = new ArrayList<>();
    private List<Message<StoreRequest>> inCommit = List.of();
    private @Nullable Promise<Void> commit;
    private final Pace pace = new Pace();
    private boolean requested;
    private boolean deferred;
    private Instant began = Instant.EPOCH;
    private @Nullable Refusal obstacle;
    private @Nullable Instant obstacleSince;
    private long reportedDropped;

    /** @param clock wall-clock time */
    public StoreVerticle(StoreSettings settings, Clock clock) {
        this.clock = clock;
        this.keeper = new Keeper(settings, clock);
        this.history = new HistoryReader(new Database(settings.file()));
        this.obstacles = new Obstacle(settings.file());
    }

    @Override
    public Future<?> start() {
        executor = vertx.createSharedWorkerExecutor("meproc-store", 1);
        loaded = executor.executeBlocking(keeper::open, true).onSuccess(table -> {
            Refusal found = keeper.obstacle();
            if (found != null) {
                refuse(found);
            }
        });
        readers = vertx.createSharedWorkerExecutor("meproc-history", 1);
        vertx.setPeriodic(RETRY_MILLIS, timer -> check());
        vertx.setTimer(SHORTEN_MILLIS, timer -> shorten());
        return Future.all(loaded, Consumers.<StoreRequest>consume(vertx, Addresses.STORE, this::on));
    }

    private void on(Message<StoreRequest> message) {
        StoreRequest request = message.body();
        if (request instanceof StoreRequest.Load) {
            Objects.requireNonNull(loaded)
                    .onSuccess(table -> {
                        if (obstacle != null) {
                            // What was found before the supervisor was there.
                            announce(obstacle);
                        }
                        LocalBus.reply(message, table);
                    })
                    .onFailure(broken -> Consumers.fail(message, broken));
            loaded = Future.failedFuture("the table was requested before");
        } else if (request instanceof StoreRequest.Write write) {
            write(message, write);
        } else if (request instanceof StoreRequest.State) {
            reader().executeBlocking(keeper::bytes, false)
                    .onSuccess(bytes -> LocalBus.reply(message, state(bytes)))
                    .onFailure(broken -> Consumers.fail(message, broken));
        } else {
            reader().executeBlocking(() -> history.answer(request), true)
                    .onSuccess(answer -> LocalBus.reply(message, answer))
                    .onFailure(broken -> message.fail(UNREADABLE, String.valueOf(broken.getMessage())));
        }
    }

    private StoreState state(long bytes) {
        return new StoreState(
                obstacle == null ? null : obstacle.detail(), obstacleSince, backlog.size(), backlog.dropped(), bytes);
    }

    private WorkerExecutor reader() {
        return Objects.requireNonNull(readers);
    }

    private WorkerExecutor writer() {
        return Objects.requireNonNull(executor);
    }

    private void write(Message<StoreRequest> message, StoreRequest.Write write) {
        backlog.add(new WallChanges(write.times()).of(write.changes()));
        if (obstacle != null) {
            LocalBus.reply(message, obstacle);
            return;
        }
        waiting.add(message);
        // Each change that was requested has an audit record, and its answer waits for the commit.
        requested |= !write.changes().audit().isEmpty();
        commitSoon();
    }

    private void commitSoon() {
        if (commit == null && !backlog.isEmpty()) {
            if (requested || pace.permits(SteadyClock.now())) {
                commit();
            } else if (!deferred) {
                deferred = true;
                vertx.setTimer(Pace.STEP.toMillis(), timer -> {
                    deferred = false;
                    commitSoon();
                });
            }
        }
    }

    /** Commits everything that waits; replies, and goes on with what has queued up meanwhile. */
    private Future<Void> commit() {
        Promise<Void> over = Promise.promise();
        commit = over;
        began = SteadyClock.now();
        inCommit = waiting;
        waiting = new ArrayList<>();
        requested = false;
        Changeset changes = backlog.drain();
        writer().<@Nullable Refusal>executeBlocking(() -> keeper.keep(changes), true)
                .otherwise(broken -> obstacles.of(new IllegalStateException(broken)))
                .onSuccess(refusal -> {
                    commit = null;
                    if (refusal == null) {
                        kept();
                    } else {
                        backlog.restore(changes);
                        refuse(refusal);
                    }
                    over.complete();
                });
        return over.future();
    }

    private void kept() {
        List<Message<StoreRequest>> done = inCommit;
        inCommit = List.of();
        if (obstacle != null) {
            obstacle = null;
            obstacleSince = null;
            long dropped = backlog.dropped() - reportedDropped;
            reportedDropped = backlog.dropped();
            LOG.info(
                    "Changes can be kept again, and all changes so far are kept{}",
                    dropped == 0 ? "" : ", except for " + dropped + " records of ended runs and requests");
            announce(null);
        }
        done.forEach(message -> LocalBus.reply(message, null));
        commitSoon();
    }

    private void refuse(Refusal refusal) {
        if (obstacle == null) {
            obstacleSince = clock.instant();
            LOG.error("Changes can't be kept: {}; retrying every {} ms", refusal.detail(), RETRY_MILLIS);
        }
        if (!refusal.equals(obstacle)) {
            announce(refusal);
        }
        obstacle = refusal;
        inCommit.forEach(message -> LocalBus.reply(message, refusal));
        waiting.forEach(message -> LocalBus.reply(message, refusal));
        inCommit = List.of();
        waiting = new ArrayList<>();
    }

    private void announce(@Nullable Refusal found) {
        LocalBus.send(vertx, Addresses.ALARMS, new Event.StoreChecked(found, SteadyClock.now()));
    }

    /** Detects a commit that hangs, and retries one that failed. */
    private void check() {
        if (commit == null) {
            if (obstacle != null) {
                commit();
            }
        } else if (obstacle == null
                && Duration.between(began, SteadyClock.now()).compareTo(SLOW) > 0) {
            refuse(obstacles.slow(SLOW));
        }
    }

    /** Deletes old history step by step, between commits. */
    private void shorten() {
        writer().executeBlocking(keeper::shorten, true)
                .onComplete(over -> vertx.setTimer(
                        over.succeeded() && over.result() ? PAUSE_MILLIS : SHORTEN_MILLIS, timer -> shorten()));
    }

    @Override
    public Future<?> stop() {
        return flush(true)
                .compose(over -> Objects.requireNonNull(executor)
                        .executeBlocking(
                                () -> {
                                    keeper.close();
                                    return null;
                                },
                                true));
    }

    /** Awaits the commit in progress, and tries once to keep what is left. */
    private Future<Void> flush(boolean trying) {
        if (commit != null) {
            return commit.future().compose(over -> flush(trying));
        } else if (!backlog.isEmpty() && trying) {
            return commit().compose(over -> flush(false));
        }
        if (!backlog.isEmpty()) {
            LOG.error("{} changes could not be kept before the end of the service", backlog.size());
        }
        return Future.succeededFuture();
    }
}
