package io.meproc.store;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.task.Changeset;
import io.meproc.task.Event;
import io.meproc.task.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes in transactions, each with everything that has queued up while the one before was synced. While changes
 * can't be kept, each is refused with the reason, and is kept as soon as a retry succeeds. Used on one event loop.
 */
final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final int MOST_RUNS = 20_000;
    private static final int MOST_AUDIT = 10_000;

    /** A commit that takes longer counts as an obstacle. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final WorkerExecutor writer;
    private final Keeper keeper;
    private final Obstacle obstacles;
    private final Clock clock;
    private final Backlog backlog = new Backlog(MOST_RUNS, MOST_AUDIT);
    private final Pace pace = new Pace();
    private List<Message<StoreRequest>> waiting = new ArrayList<>();
    private List<Message<StoreRequest>> inCommit = List.of();
    private @Nullable Promise<Void> commit;
    private boolean awaited;
    private boolean deferred;
    private Instant began = Instant.EPOCH;
    private @Nullable Refusal obstacle;
    private @Nullable Instant obstacleSince;
    private long reportedDropped;

    /** @param writer one thread, which alone uses the keeper */
    GroupCommit(Vertx vertx, WorkerExecutor writer, Keeper keeper, Obstacle obstacles, Clock clock) {
        this.vertx = vertx;
        this.writer = writer;
        this.keeper = keeper;
        this.obstacles = obstacles;
        this.clock = clock;
        vertx.setPeriodic(RETRY_MILLIS, timer -> check());
    }

    StoreState state(long bytes) {
        return new StoreState(
                obstacle == null ? null : obstacle.detail(), obstacleSince, backlog.size(), backlog.dropped(), bytes);
    }

    /** Replies when the changes are kept, or when that failed. */
    void write(Message<StoreRequest> message, StoreRequest.Write write) {
        WallChanges wall = new WallChanges(write.times());
        write.changes().forEach(changes -> backlog.add(wall.of(changes)));
        if (obstacle != null) {
            LocalBus.reply(message, obstacle);
            return;
        }
        waiting.add(message);
        awaited |= write.awaited();
        commitSoon();
    }

    private void commitSoon() {
        if (commit == null && backlog.isEmpty()) {
            List<Message<StoreRequest>> done = waiting;
            waiting = new ArrayList<>();
            done.forEach(message -> LocalBus.reply(message, null));
        } else if (commit == null) {
            if (awaited || pace.permits(SteadyClock.now())) {
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
        awaited = false;
        Changeset changes = backlog.drain();
        writer.<@Nullable Refusal>executeBlocking(() -> keeper.keep(changes), true)
                .otherwise(broken -> obstacles.of(new IllegalStateException(broken)))
                .onSuccess(refusal -> {
                    commit = null;
                    if (refusal == null) {
                        if (!changes.notifications().isEmpty()) {
                            LocalBus.send(vertx, Addresses.HOOKS, new OutboxFilled());
                        }
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

    /** Refuses every change from now on, until a retry succeeds. */
    void refuse(Refusal refusal) {
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

    /** Repeats the announcement of an obstacle that was found before the supervisor was there. */
    void announceObstacle() {
        if (obstacle != null) {
            announce(obstacle);
        }
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

    /** Awaits the commit in progress, and tries once to keep what is left. */
    Future<Void> flush(boolean trying) {
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
