package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;

/**
 * Parses bodies: small ones at once, others on a thread of their own, one after another, so that they do not delay an event
 * loop and only one of their trees is in memory. A body with a schedule is never small: the proof that a pattern fires, or
 * never does, can take 70 ms.
 */
public final class BodyParser {
    /** The largest small body in bytes, which takes about 0.5 ms. */
    private static final int SMALL = 2_048;

    private static final byte[] CRON = {'c', 'r', 'o', 'n'};

    private final WorkerExecutor thread;

    public BodyParser(Vertx vertx) {
        this.thread = vertx.createSharedWorkerExecutor("meproc-parsing", 1);
    }

    /** A parser of a body. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Parses the body; the exception names the error. */
        T read(byte[] bytes) throws InvalidInput;
    }

    /** Fails with {@link InvalidInput}. */
    public <T> Future<T> read(Buffer body, Reader<T> reader) {
        if (!isSmall(body)) {
            return offload(() -> reader.read(body.getBytes()));
        }
        try {
            return Future.succeededFuture(reader.read(body.getBytes()));
        } catch (InvalidInput | RuntimeException | Error broken) {
            return Future.failedFuture(broken);
        }
    }

    /** Runs slow work on the parser thread. */
    <T> Future<T> offload(Callable<T> work) {
        return thread.executeBlocking(work, false);
    }

    /** Whether the body is short and has no schedule; a body with an escape may have one. */
    private static boolean isSmall(Buffer body) {
        if (body.length() > SMALL) {
            return false;
        }
        int matched = 0;
        for (byte each : body.getBytes()) {
            matched = each == CRON[matched] ? matched + 1 : each == CRON[0] ? 1 : 0;
            if (each == '\\' || matched == CRON.length) {
                return false;
            }
        }
        return true;
    }
}
