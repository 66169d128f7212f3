package io.meproc.task;

import java.time.Duration;

/**
 * The default of the first wait of the restart policy, see {@link io.meproc.task.restart.RestartDelay}.
 *
 * @param base the wait after a run that lasted for at least {@link #QUICK}
 * @param given whether the operator set it; a set interval is constant, the default one grows while runs end within
 * {@link #QUICK}
 */
public record Interval(Duration base, boolean given) {
    public static final Interval DEFAULT = new Interval(Duration.ofSeconds(3), false);

    public static final int MIN_MILLIS = 1;
    public static final int MAX_MILLIS = 86_400_000;

    /** A run that ends sooner counts as a quick exit, unless the restart policy has another limit. */
    static final Duration QUICK = Duration.ofSeconds(1);

    /** The first backoff after a start that failed for lack of resources; it doubles with each further failure. */
    private static final Duration SHORTAGE = Duration.ofMillis(100);

    private static final int SHORTAGE_DOUBLINGS = 7;

    public static Interval ofMillis(int millis) {
        return new Interval(Duration.ofMillis(millis), true);
    }

    /** The backoff after this many successive starts that failed for lack of resources. */
    static Duration shortage(int tries) {
        return SHORTAGE.multipliedBy(1L << Math.min(Math.max(0, tries - 1), SHORTAGE_DOUBLINGS));
    }
}
