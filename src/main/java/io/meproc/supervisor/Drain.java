package io.meproc.supervisor;

import io.meproc.task.Rules;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until no process of any task lives, within a time limit. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** The time beyond the graces of the signals, for pending spawns and for the list of survivors. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Duration limit;
    private final Promise<Void> over = Promise.promise();
    private Promise<Void> outlived = resolved();
    private TaskTable left;
    private boolean ordered;

    Drain(Vertx vertx, Rules rules, TaskTable table) {
        this.vertx = vertx;
        left = table;
        Duration longest = table.stopLength();
        Duration least = rules.grace().plus(rules.lastResort().multipliedBy(2));
        limit = (longest.compareTo(least) > 0 ? longest : least).plus(MARGIN);
        long timer = vertx.setTimer(limit.toMillis(), id -> {
            String names = left.stream()
                    .filter(task -> task.live() > 0)
                    .map(Task::name)
                    .collect(Collectors.joining(", "));
            LOG.error("Processes of these tasks could not be ended and are left running: {}", names);
            over.tryFail("left behind: " + names);
        });
        over.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    private static Promise<Void> resolved() {
        Promise<Void> promise = Promise.promise();
        promise.complete();
        return promise;
    }

    /** Notes that every task has been ordered to stop. */
    void begin() {
        ordered = true;
    }

    boolean ordered() {
        return ordered;
    }

    void check(TaskTable table) {
        left = table;
        if (left.live() == 0) {
            over.tryComplete();
        }
        if (left.outlivedAtRest()) {
            outlived.tryComplete();
        }
    }

    /**
     * Completes when no process that has outlived its run lives, except for those that can't be ended, or after the
     * time limit. To be called after {@link #over}, and when all such processes are in the table.
     */
    Future<Void> outlived(TaskTable table) {
        if (table.outlivedAtRest()) {
            return Future.succeededFuture();
        }
        if (outlived.future().isComplete()) {
            Promise<Void> next = Promise.promise();
            long timer = vertx.setTimer(limit.toMillis(), id -> next.tryComplete());
            next.future().onComplete(ended -> vertx.cancelTimer(timer));
            outlived = next;
        }
        return outlived.future();
    }

    /** Completes when no process lives; fails if processes are left at the time limit. */
    Future<Void> over() {
        return over.future();
    }
}
