package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;

/**
 * Reads bodies: small ones at once, others on a thread of their own, one after another, so that no number of them holds
 * up an event loop or has more than one tree in memory. A schedule is never a small one: the proof that it has a next
 * time, or none, may take 70 ms.
 */
public final class Parsing {
    /** Bytes of a small body, about half a millisecond's work. */
    private static final int SMALL = 2_048;

    private static final byte[] CRON = {'c', 'r', 'o', 'n'};

    private final WorkerExecutor thread;

    public Parsing(Vertx vertx) {
        this.thread = vertx.createSharedWorkerExecutor("meproc-parsing", 1);
    }

    /** Reads bytes as something. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Throws with words for people about what is wrong. */
        T read(byte[] bytes) throws InvalidInput;
    }

    /** Fails with {@link InvalidInput}. */
    public <T> Future<T> read(Buffer body, Reader<T> reader) {
        if (!isSmall(body)) {
            return aside(() -> reader.read(body.getBytes()));
        }
        try {
            return Future.succeededFuture(reader.read(body.getBytes()));
        } catch (InvalidInput | RuntimeException | Error broken) {
            return Future.failedFuture(broken);
        }
    }

    /** Does something that takes its time. */
    <T> Future<T> aside(Callable<T> work) {
        return thread.executeBlocking(work, false);
    }

    /** An escape may hide any word. */
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
