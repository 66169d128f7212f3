package io.meproc.store;

import java.time.Duration;
import java.time.Instant;

/**
 * Limits the commits that nothing waits for to 20 a second, after a burst of 20: in a storm of starts or exits, each of them
 * then has the changes of many runs.
 */
final class Pace {
    static final Duration STEP = Duration.ofMillis(50);
    private static final int BURST = 20;

    private Instant full = Instant.MIN;

    /** Counts a commit, and returns whether it may begin now; otherwise it may one {@link #STEP} later. */
    boolean permits(Instant now) {
        Instant free = full.isBefore(now) ? now : full;
        if (free.isAfter(now.plus(STEP.multipliedBy(BURST - 1L)))) {
            return false;
        }
        full = free.plus(STEP);
        return true;
    }
}
