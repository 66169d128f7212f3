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

/** Waits, within bounds, for the table to become empty. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** Beyond the time that SIGTERM and SIGKILL are given: for what is still being spawned. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Promise<Void> over = Promise.promise();
    private TaskTable left;

    Drain(Vertx vertx, Rules rules) {
        left = TaskTable.empty(rules);
        Duration patience = rules.grace().plus(rules.lastResort()).plus(MARGIN);
        long timer = vertx.setTimer(patience.toMillis(), id -> {
            String names = left.stream().map(Task::name).collect(Collectors.joining(", "));
            LOG.error("These tasks are left behind, they could not be ended: {}", names);
            over.tryFail("left behind: " + names);
        });
        over.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    void look(TaskTable table) {
        left = table;
        if (left.isEmpty()) {
            over.tryComplete();
        }
    }

    /** Fails when something is left. */
    Future<Void> over() {
        return over.future();
    }
}
