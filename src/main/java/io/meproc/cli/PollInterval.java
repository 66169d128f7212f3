package io.meproc.cli;

import java.time.Duration;

/** The time until the next poll, which grows while polls find nothing new. */
final class PollInterval {
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration AFTER_DATA = Duration.ofMillis(40);
    private static final Duration LONGEST = Duration.ofMillis(320);

    private Duration wait = FIRST;

    /** The time after a poll that read this many bytes of a replica. */
    Duration next(int read) {
        if (read >= Output.MOST) {
            return Duration.ZERO;
        } else if (read > 0) {
            wait = AFTER_DATA;
        }
        Duration now = wait;
        wait = now.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : now.multipliedBy(2);
        return now;
    }
}
