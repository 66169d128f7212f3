package io.meproc.supervisor;

import io.meproc.task.Rules;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits, within bounds, until no process of any task lives. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** Beyond the time that the signals are given: for what is still being spawned, and for a look at what is left. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Promise<Void> over = Promise.promise();
    private TaskTable left;
    private boolean ordered;

    Drain(Vertx vertx, Rules rules, TaskTable table) {
        left = table;
        Duration grace = table.stream()
                .map(task -> task.definition().ends().stop().length(rules.grace()))
                .max(Comparator.naturalOrder())
                .orElse(rules.grace());
        Duration patience = grace.plus(rules.lastResort().multipliedBy(2)).plus(MARGIN);
        long timer = vertx.setTimer(patience.toMillis(), id -> {
            String names = left.stream()
                    .filter(task -> task.live() > 0)
                    .map(Task::name)
                    .collect(Collectors.joining(", "));
            LOG.error("These tasks are left behind, they could not be ended: {}", names);
            over.tryFail("left behind: " + names);
        });
        over.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    /** Every task was told to stop. */
    void begin() {
        ordered = true;
    }

    boolean ordered() {
        return ordered;
    }

    void look(TaskTable table) {
        left = table;
        if (left.live() == 0) {
            over.tryComplete();
        }
    }

    /** Fails when something is left. */
    Future<Void> over() {
        return over.future();
    }
}
