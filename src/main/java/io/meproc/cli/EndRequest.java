package io.meproc.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Ctrl-C, SIGTERM or SIGHUP while a verb has something to finish. The first one runs the verb's own ending on another
 * thread, since its main one may be stuck in writing; then the client ends, whatever is left. The second one ends the
 * client at once.
 */
final class EndRequest implements AutoCloseable {
    /** What has to happen before the client may end; the verb can find out by {@link EndRequest#within} that it is under way. */
    interface RunResult {
        void run(EndRequest request);
    }

    /** Time for the verb to write what it has, from the first signal on. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final CountDownLatch made = new CountDownLatch(1);
    private final CountDownLatch settled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger signal = new AtomicInteger();
    private final RunResult ending;
    private final EndSignals signals;

    EndRequest(RunResult ending) {
        this.ending = ending;
        signals = new EndSignals(this::arrived);
    }

    /** With nothing to do but to write what there is. */
    static EndRequest ofReader() {
        return new EndRequest(request -> {});
    }

    private void arrived(int number) {
        if (!signal.compareAndSet(0, number)) {
            end(number);
        }
        long began = System.nanoTime();
        made.countDown();
        ending.run(this);
        if (!over(LAST_WORDS.minusNanos(System.nanoTime() - began))) {
            end(number);
        }
    }

    /** Without shutdown hooks and flushing, which could wait for a reader that never reads. */
    private static void end(int number) {
        Runtime.getRuntime().halt(Code.SIGNAL + number);
    }

    boolean isMade() {
        return signal.get() > 0;
    }

    /** The exit code of a client that was asked to end, by the number of the signal; otherwise {@code code}. */
    int code(int code) {
        return isMade() ? Code.SIGNAL + signal.get() : code;
    }

    /** Waits for the request; whether it was made by then. */
    boolean within(Duration time) {
        return await(made, time);
    }

    /** Waits for the verb; whether it has finished by then. */
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

    /** What the ending had to wait for has happened; the verb need not wait longer to see it. */
    void settle() {
        settled.countDown();
    }

    /** Waits until the ending has what it had to wait for, or for so long. */
    void restUntilSettled(Duration time) {
        if (await(settled, time)) {
            rest(BETWEEN_LOOKS);
        }
    }

    /** Waits whether or not it was made. */
    static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** The verb has finished; signals do again what they did before. */
    @Override
    public void close() {
        closed.countDown();
        signals.close();
    }
}
