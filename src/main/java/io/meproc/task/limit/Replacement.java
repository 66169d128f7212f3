package io.meproc.task.limit;

import java.time.Duration;

/**
 * When a run that uses too much memory is replaced.
 *
 * @param after how long it must have used too much without interruption
 * @param minAge the age before which a run is not replaced, so that replacements can't follow each other more quickly
 */
public record Replacement(Duration after, Duration minAge) {
    public static final Replacement DEFAULT = new Replacement(Duration.ofSeconds(30), Duration.ofMinutes(10));

    /** The longest duration of either kind. */
    public static final Duration LONGEST = Duration.ofDays(7);
}
