package io.meproc.api;

import io.vertx.core.impl.VertxThread;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Measures the turns of an event loop by samples, on a thread of its own, so that the loop has no cost and a
 * turn that does not end is measured too. While the loop is busy, a turn shorter than {@value #SAMPLE_MILLIS} ms may be missed,
 * and a longer one is measured up to that much too short; a loop that has been idle for a second is sampled every
 * {@value #IDLE_SAMPLE_MILLIS} ms only.
 */
final class LoopProbe {
    private static final long SAMPLE_MILLIS = 10;
    // A hundred wake-ups per second would be most of the CPU time of an idle service.
    private static final long IDLE_SAMPLE_MILLIS = 1_000;
    private static final int SAMPLES_UNTIL_IDLE = 100;
    private static final long NONE = 0;

    private final Instant since;
    private final Thread loop;
    private volatile long longestNanos;
    private final BooleanSupplier ended;

    /**
     * Measures the event loop of the calling thread; a thread that is not an event loop has no turns.
     *
     * @param ended whether the measurement is over; called by any thread
     */
    LoopProbe(Instant since, BooleanSupplier ended) {
        this.ended = ended;
        this.since = since;
        this.loop = Thread.currentThread();
        if (loop instanceof VertxThread turns && !turns.isWorker()) {
            // The current turn is that of the start, which loads classes and delays no client.
            long first = turns.startTime();
            Thread sampler = new Thread(() -> sample(turns, first), "meproc-loop-probe");
            sampler.setDaemon(true);
            sampler.start();
        }
    }

    private void sample(VertxThread turns, long first) {
        int quiet = 0;
        while (!ended.getAsBoolean() && loop.isAlive()) {
            long began = turns.startTime();
            long now = System.nanoTime();
            if (began != NONE && began != first && now - began > longestNanos) {
                longestNanos = now - began;
            }
            quiet = began == NONE ? Math.min(quiet + 1, SAMPLES_UNTIL_IDLE) : 0;
            long pause = quiet < SAMPLES_UNTIL_IDLE ? SAMPLE_MILLIS : IDLE_SAMPLE_MILLIS;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        }
    }

    Instant since() {
        return since;
    }

    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos);
    }
}
