package io.meproc.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ctrl-C, SIGTERM or SIGHUP, heard while there is something to tidy up: the JVM ends when that is done, with the exit
 * code that the signal stands for.
 */
final class EndRequest implements AutoCloseable {
    private static final Duration TIDYING = Duration.ofMinutes(2);

    private final CountDownLatch made = new CountDownLatch(1);
    private final CountDownLatch tidy = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hear, "end request");

    EndRequest() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether it was made, or is within this time. */
    boolean within(Duration time) {
        try {
            return made.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits whether or not it was made. */
    static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    private void hear() {
        made.countDown();
        try {
            tidy.await(TIDYING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** There is nothing to tidy up any more. */
    @Override
    public void close() {
        tidy.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It was heard: the JVM is about to end.
        }
    }
}
