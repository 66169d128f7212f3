package io.meproc.process;

import java.util.concurrent.TimeUnit;

/**
 * The pause between two looks at something that gives no notice: it doubles up to a cap, and is never shorter
 * than nine times what a look costs, so that looking takes a tenth of one processor at most.
 */
final class Pace {
    private static final long CAP = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int COST_FACTOR = 9;

    private final long first;
    private final long cap;
    private long next;

    Pace(long firstNanos) {
        this(firstNanos, CAP);
    }

    Pace(long firstNanos, long capNanos) {
        this.first = firstNanos;
        this.cap = capNanos;
        this.next = firstNanos;
    }

    /** The pause in nanoseconds that follows a look of this cost. */
    long after(long costNanos) {
        long pause = next;
        next = Math.min(2 * next, cap);
        return Math.max(pause, COST_FACTOR * costNanos);
    }

    void restart() {
        next = first;
    }
}
