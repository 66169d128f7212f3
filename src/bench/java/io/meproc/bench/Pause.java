package io.meproc.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting, always within bounds. */
final class Pause {
    private static final long STEP = TimeUnit.MICROSECONDS.toNanos(500);

    private Pause() {}

    /** Something to look at that may fail. */
    interface Condition {
        boolean holds() throws IOException;
    }

    static void millis(long millis) {
        to(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** To a time of {@link System#nanoTime}. */
    static void to(long until) {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Looks at {@code condition} now and then until it holds; fails when it does not within {@code seconds}. */
    static void until(String what, int seconds, Condition condition) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new IOException(what + " did not happen within " + seconds + " s");
            }
            LockSupport.parkNanos(STEP);
        }
    }
}
