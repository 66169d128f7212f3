package io.meproc.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * The success that a task is expected to have regularly.
 *
 * @param within the longest time without a success
 * @param deadline when the next success is late; steady time
 */
public record Expectation(Duration within, State state, Instant deadline) {

    /** The states of an expectation. */
    public enum State {
        /** The success came, or can still come in time. */
        MET,
        /** It did not come in time; a run is live or scheduled. */
        LATE,
        /** It did not come in time, and times of the cron pattern were missed since the last success. */
        MISSED,
        /** It did not come in time, and nothing is live or scheduled that could bring it. */
        STALE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
