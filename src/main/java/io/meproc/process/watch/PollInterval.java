package io.meproc.process.watch;

import java.util.concurrent.TimeUnit;

/**
 * The pause between two polls. It doubles up to a cap, and is at least nine times the cost of a poll, so that polling
 * uses at most a tenth of one processor.
 */
public final class PollInterval {
    private static final long CAP = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int COST_FACTOR = 9;

    private final long first;
    private final long cap;
    private long next;

    public PollInterval(long firstNanos) {
        this(firstNanos, CAP);
    }

    public PollInterval(long firstNanos, long capNanos) {
        this.first = firstNanos;
        this.cap = capNanos;
        this.next = firstNanos;
    }

    /** The pause in nanoseconds after a poll of this cost. */
    public long after(long costNanos) {
        long pause = next;
        next = Math.min(2 * next, cap);
        return Math.max(pause, COST_FACTOR * costNanos);
    }

    public void restart() {
        next = first;
    }
}
