package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Refused;
import io.meproc.json.Shown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/** The threads on which logs are read: few and their own, so that a slow disk holds up neither an event loop nor a spawn. */
final class LogReaders {
    private static final int THREADS = 2;

    private final WorkerExecutor threads;

    /** @param name of the threads */
    LogReaders(Vertx vertx, String name) {
        this.threads = vertx.createSharedWorkerExecutor(name, THREADS);
    }

    /** Fails with {@link Refused}. */
    <T> Future<T> read(Callable<T> reading) {
        return threads.executeBlocking(reading, false)
                .recover(broken -> Future.failedFuture(new Refused(unreadable(broken))));
    }

    private static Problem unreadable(Throwable broken) {
        String reason = "the output can't be read: " + Shown.of(String.valueOf(broken.getMessage()));
        return Problem.of(Problem.Kind.BROKEN, reason).withMessage("Output not readable");
    }
}
