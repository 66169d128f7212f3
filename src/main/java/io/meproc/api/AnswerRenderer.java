package io.meproc.api;

import io.meproc.json.Content;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders answers: short ones at once, long ones on a worker thread. */
final class AnswerRenderer {
    /** The size of a short answer, which takes about 1 ms. */
    private static final int MOST_REPLICAS_AT_ONCE = 256;

    /** The number of tasks that take about 1 ms: a tenth of the tasks of the longest page. */
    private static final int MOST_TASKS_AT_ONCE = 100;

    /** The bytes of definitions that take about 1 ms. */
    private static final int MOST_BYTES_AT_ONCE = 256 << 10;

    /** One thread, so that at most one long answer is in memory before it is sent. */
    private final WorkerExecutor worker;

    AnswerRenderer(Vertx vertx) {
        this.worker = vertx.createSharedWorkerExecutor("meproc-answers", 1);
    }

    /** Renders an answer about this number of tasks. */
    Future<Reply> offload(int tasks, Supplier<Reply> answer) {
        return tasks <= MOST_TASKS_AT_ONCE
                ? Future.succeededFuture(answer.get())
                : worker.executeBlocking(answer::get, false);
    }

    /**
     * Renders an answer.
     *
     * @param about the tasks whose replicas the answer contains
     */
    Future<Reply> reply(int status, @Nullable Long revision, Collection<Task> about, Content body) {
        int replicas = about.stream().mapToInt(Task::size).sum();
        long bytes = about.stream().mapToLong(task -> task.definition().bytes()).sum();
        return replicas <= MOST_REPLICAS_AT_ONCE && bytes <= MOST_BYTES_AT_ONCE
                ? Future.succeededFuture(Reply.of(status, revision, body))
                : worker.executeBlocking(() -> Reply.of(status, revision, body), false);
    }
}
