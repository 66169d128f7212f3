package io.meproc;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Futures of Vert.x, awaited by the thread of a test. */
public final class Futures {
    private static final long PATIENCE_SECONDS = 60;

    private Futures() {}

    /** The result of a future; fails when there is none within {@value #PATIENCE_SECONDS} s. */
    public static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
