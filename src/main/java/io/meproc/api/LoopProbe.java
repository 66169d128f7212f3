package io.meproc.api;

import io.vertx.core.impl.VertxThread;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Measures the turns of an event loop by samples, on a thread of its own, so that it costs the loop nothing and also sees
 * a turn that does not end. While the loop is at work, a turn shorter than {@value #SAMPLE_MILLIS} ms may be missed, and a
 * longer one is up to so much longer than what is shown; a loop that has been idle for a second is sampled every
 * {@value #IDLE_SAMPLE_MILLIS} ms only.
 */
final class LoopProbe {
    private static final long SAMPLE_MILLIS = 10;
    // A hundred wake-ups a second would be most of what an idle service does.
    private static final long IDLE_SAMPLE_MILLIS = 1_000;
    private static final int SAMPLES_UNTIL_IDLE = 100;
    private static final long NONE = 0;

    private final Instant since;
    private final Thread loop;
    private volatile long longestNanos;
    private final BooleanSupplier ended;

    /**
     * Measures the loop of the thread that calls; any other thread has no turns.
     *
     * @param ended whether to measure no more; called by any thread
     */
    LoopProbe(Instant since, BooleanSupplier ended) {
        this.ended = ended;
        this.since = since;
        this.loop = Thread.currentThread();
        if (loop instanceof VertxThread turns && !turns.isWorker()) {
            // The turn that goes on is that of the start, which loads classes and keeps nobody waiting.
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
