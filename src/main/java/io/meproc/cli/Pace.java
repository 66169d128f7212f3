package io.meproc.cli;

import java.time.Duration;

/** How long to wait before the next look: the longer nothing was new, the longer. */
final class Pace {
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration AFTER_NEWS = Duration.ofMillis(40);
    private static final Duration LONGEST = Duration.ofMillis(320);

    private Duration wait = FIRST;

    /** After a pass that read so many bytes from a replica. */
    Duration next(int read) {
        if (read >= Output.MOST) {
            return Duration.ZERO;
        } else if (read > 0) {
            wait = AFTER_NEWS;
        }
        Duration now = wait;
        wait = now.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : now.multipliedBy(2);
        return now;
    }
}
