package io.meproc.task.cron;

import java.time.Duration;

/**
 * How often a run that failed is repeated for the same fire.
 *
 * @param times the most repetitions, 0 to {@value #MOST}
 * @param delay the time between a failure and the repetition
 */
public record Retry(int times, Duration delay) {
    public static final Retry NONE = new Retry(0, Duration.ZERO);
    public static final int MOST = 100;
    public static final Duration USUAL_DELAY = Duration.ofMinutes(1);
    public static final Duration LONGEST = Duration.ofDays(1);
}
