package io.meproc.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Handles SIGINT, SIGTERM and SIGHUP for a verb that has to clean up. The first signal runs the cleanup on another
 * thread, since the main thread may be blocked in a write; then the client exits. The second signal exits at once.
 */
final class EndRequest implements AutoCloseable {
    /** The cleanup of a verb after the first signal. */
    interface Cleanup {
        void run(EndRequest request);
    }

    /** The time from the first signal in which the verb may write its output. */
    private static final Duration OUTPUT_TIME = Duration.ofMillis(500);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch settled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger signal = new AtomicInteger();
    private final Cleanup cleanup;
    private final EndSignals signals;

    EndRequest(Cleanup cleanup) {
        this.cleanup = cleanup;
        signals = new EndSignals(this::signalArrived);
    }

    /** A request whose cleanup only waits for the output of the verb. */
    static EndRequest ofReader() {
        return new EndRequest(request -> {});
    }

    private void signalArrived(int number) {
        if (!signal.compareAndSet(0, number)) {
            end(number);
        }
        long began = System.nanoTime();
        arrived.countDown();
        cleanup.run(this);
        if (!over(OUTPUT_TIME.minusNanos(System.nanoTime() - began))) {
            end(number);
        }
    }

    /** Exits without shutdown hooks and without flushing, which could block on a reader that does not read. */
    private static void end(int number) {
        Runtime.getRuntime().halt(Code.SIGNAL + number);
    }

    boolean hasArrived() {
        return signal.get() > 0;
    }

    /** The exit code after a signal, 128 plus its number; otherwise {@code code}. */
    int code(int code) {
        return hasArrived() ? Code.SIGNAL + signal.get() : code;
    }

    /** Waits for the first signal; returns whether it has arrived. */
    boolean within(Duration time) {
        return await(arrived, time);
    }

    /** Waits for the verb; returns whether it has finished. */
    boolean over(Duration time) {
        return await(closed, time);
    }

    private static boolean await(CountDownLatch latch, Duration time) {
        try {
            return latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Reports that the task has ended, so that the verb need not wait longer for it. */
    void settle() {
        settled.countDown();
    }

    /** Waits until the task has ended, or until the time has passed. */
    void awaitSettled(Duration time) {
        if (await(settled, time)) {
            pause(POLL_INTERVAL);
        }
    }

    /** Waits without regard to signals. */
    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Reports that the verb has finished, and restores the former handlers. */
    @Override
    public void close() {
        closed.countDown();
        signals.close();
    }
}
