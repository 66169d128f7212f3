package io.meproc.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has been through.
 *
 * @param restarts how often its policy has started it again
 * @param quickExits how many runs in a row ended at once
 * @param last the last run that ended; null before the first
 * @param failure why the last start gave no process; null when it gave one
 */
public record History(
        int restarts,
        int quickExits,
        @Nullable End last,
        @Nullable String failure) {
    static final History NONE = new History(0, 0, null, null);

    /** How a run ended. {@code requested} when the supervisor ended it. */
    public record End(ExitStatus status, long pid, Instant since, Instant at, boolean requested) {}

    /** A start that somebody asked for wipes out what the policy counted. */
    History afresh() {
        return new History(restarts, 0, last, failure);
    }

    History started() {
        return new History(restarts, quickExits, last, null);
    }

    History restarted() {
        return new History(restarts + 1, quickExits, last, failure);
    }

    History ended(End end) {
        boolean quick = !end.requested() && end.since().plus(Interval.QUICK).isAfter(end.at());
        return new History(restarts, quick ? quickExits + 1 : 0, end, null);
    }

    History notStarted(String reason) {
        return new History(restarts, quickExits + 1, last, reason);
    }
}
