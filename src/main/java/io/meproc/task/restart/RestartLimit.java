package io.meproc.task.restart;

import java.time.Duration;

/**
 * The limit at which a restart policy gives up.
 *
 * @param ends the number of ends within the window after which a replica is not started again, 1 to {@value #MAX_ENDS}
 * @param within the length of the sliding window
 */
public record RestartLimit(int ends, Duration within) {
    /** Each of the ends is kept, so their number is bounded. */
    public static final int MAX_ENDS = 100;

    public static final Duration LONGEST = Duration.ofDays(365);

    public RestartLimit {
        if (ends < 1 || ends > MAX_ENDS) {
            throw new IllegalArgumentException("ends: " + ends);
        }
    }
}
