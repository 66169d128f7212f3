package io.meproc.task.restart;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The waits as they are requested, of which each may be left out.
 *
 * @param base the first wait; null for the interval of the task
 * @param growth the factor from one wait to the next; null for 2 with the default interval, and 1 with another one
 * @param cap the longest wait; null for {@value #CAP_FACTOR} times the first one
 * @param jitter see {@link Backoff}
 */
public record RestartDelay(
        @Nullable Duration base,
        @Nullable Double growth,
        @Nullable Duration cap,
        int jitter) {
    public static final RestartDelay DEFAULT = new RestartDelay(null, null, null, 0);

    public static final Duration LONGEST = Duration.ofDays(1);
    public static final int MAX_GROWTH = 10;
    public static final int MAX_JITTER = 100;

    private static final double DEFAULT_GROWTH = 2;
    static final int CAP_FACTOR = 10;

    /**
     * The waits that follow.
     *
     * @param interval the interval of the task
     * @param given whether the interval was requested
     */
    Backoff backoff(Duration interval, boolean given) {
        Duration first = base == null ? interval : base;
        double constant = base != null || given ? 1 : DEFAULT_GROWTH;
        Duration most = cap == null ? first.multipliedBy(CAP_FACTOR) : cap;
        return new Backoff(first, growth == null ? constant : growth, most, jitter);
    }
}
