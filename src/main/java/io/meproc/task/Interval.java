package io.meproc.task;

import java.time.Duration;

/**
 * How long a daemon's replica waits between its exit and its next start.
 *
 * @param base the wait after a run that lasted
 * @param given whether the operator chose it; a chosen interval is kept to, the default one grows while the
 *     replica keeps ending at once
 */
public record Interval(Duration base, boolean given) {
    public static final Interval DEFAULT = new Interval(Duration.ofSeconds(3), false);

    public static final int MIN_MILLIS = 1;
    public static final int MAX_MILLIS = 86_400_000;

    /** A run that ends sooner than this counts as having ended at once. */
    static final Duration QUICK = Duration.ofSeconds(1);

    /** The first wait after a start that failed for want of resources; it doubles from there. */
    private static final Duration SHORTAGE = Duration.ofMillis(100);

    private static final int SHORTAGE_DOUBLINGS = 7;

    private static final Duration CAP = Duration.ofSeconds(30);
    private static final int DOUBLINGS_TO_CAP = 4;

    public static Interval ofMillis(int millis) {
        return new Interval(Duration.ofMillis(millis), true);
    }

    /** Whether the wait grows because this many runs in a row have ended at once. */
    boolean grows(int quickExits) {
        return !given && quickExits > 1;
    }

    /** The wait before the next start, after this many runs in a row that ended at once. */
    Duration delay(int quickExits) {
        if (!grows(quickExits)) {
            return base;
        }
        Duration grown = base.multipliedBy(1L << Math.min(quickExits - 1, DOUBLINGS_TO_CAP));
        return grown.compareTo(CAP) < 0 ? grown : CAP;
    }

    /** The wait before the next try, after this many starts in a row that failed for want of resources. */
    static Duration shortage(int tries) {
        return SHORTAGE.multipliedBy(1L << Math.min(Math.max(0, tries - 1), SHORTAGE_DOUBLINGS));
    }
}
