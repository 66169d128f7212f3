package io.meproc.hook;

import java.time.Duration;
import java.util.List;

/**
 * The limits of attempts.
 *
 * @param delays the waits before the attempts after the first one
 * @param attempt the longest HTTP attempt
 * @param answer the longest wait for the rest of an answer, of which the status has arrived
 */
record Timing(List<Duration> delays, Duration attempt, Duration answer) {
    /** 30 s is the upper end of the range that Standard Webhooks 1.0.0 recommends for an attempt. */
    static final Timing STANDARD = new Timing(RetrySchedule.STANDARD, Duration.ofSeconds(30), Duration.ofSeconds(1));

    Timing {
        delays = List.copyOf(delays);
    }
}
