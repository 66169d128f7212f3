package io.meproc.api;

import io.meproc.json.Content;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders answers: short ones at once, long ones on another thread than the event loop's. */
final class Rendering {
    /** The size of a short answer, which takes about 1 ms. */
    private static final int MOST_REPLICAS_AT_ONCE = 256;

    /** About a millisecond's work: a tenth of the tasks of the longest page. */
    private static final int MOST_TASKS_AT_ONCE = 100;

    /** Bytes of definitions, about a millisecond's work. */
    private static final int MOST_BYTES_AT_ONCE = 256 << 10;

    /** One thread, so that the answers to many clients are not all there before any of them is sent. */
    private final WorkerExecutor aside;

    Rendering(Vertx vertx) {
        this.aside = vertx.createSharedWorkerExecutor("meproc-answers", 1);
    }

    /** An answer that takes a walk over so many tasks. */
    Future<Reply> aside(int tasks, Supplier<Reply> answer) {
        return tasks <= MOST_TASKS_AT_ONCE
                ? Future.succeededFuture(answer.get())
                : aside.executeBlocking(answer::get, false);
    }

    /**
     * An answer.
     *
     * @param about the tasks whose replicas have to be walked for it
     */
    Future<Reply> reply(int status, @Nullable Long revision, Collection<Task> about, Content body) {
        int replicas = about.stream().mapToInt(Task::size).sum();
        long bytes = about.stream().mapToLong(task -> task.definition().bytes()).sum();
        return replicas <= MOST_REPLICAS_AT_ONCE && bytes <= MOST_BYTES_AT_ONCE
                ? Future.succeededFuture(Reply.of(status, revision, body))
                : aside.executeBlocking(() -> Reply.of(status, revision, body), false);
    }
}
