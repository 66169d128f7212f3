package io.meproc.task;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.StartFailure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has been through.
 *
 * @param restarts how often its policy has started it again
 * @param quickExits how many runs in a row ended at once, or never came to be
 * @param failures how many runs have failed since one succeeded or lasted for {@link Health#HEALTHY_TIME}
 * @param last how its last run ended; null before the first end
 * @param failure why the last start gave no process; null when it gave one
 */
public record History(
        int restarts,
        int quickExits,
        int failures,
        @Nullable End last,
        @Nullable StartFailure failure) {
    static final History NONE = new History(0, 0, 0, null, null);

    /** A start that somebody asked for wipes out what the policy counted. */
    History afresh() {
        return new History(restarts, 0, failures, last, failure);
    }

    /** As if its runs had never failed; how the last one ended is a fact and stays. */
    History forgiven() {
        return new History(0, 0, 0, last, failure);
    }

    /** Without the failures so far: a run has made up for them, or they are about something that is not wanted any more. */
    History recovered() {
        return failures == 0 ? this : new History(restarts, quickExits, 0, last, failure);
    }

    /** The run that has just ended is to be counted as a failure. */
    History failed() {
        return new History(restarts, quickExits, failures + 1, last, failure);
    }

    History started() {
        return new History(restarts, quickExits, failures, last, null);
    }

    History restarted() {
        return new History(restarts + 1, quickExits, failures, last, failure);
    }

    History ended(End end) {
        boolean quick = !end.requested() && end.since().plus(Interval.QUICK).isAfter(end.at());
        return new History(restarts, quick ? quickExits + 1 : 0, failures, end, null);
    }

    /** With what has outlived the last run, if that is the one whose first process had this pid. */
    History outlived(long leader, List<Leftover> leftovers) {
        return last == null || last.pid() != leader || leader == 0
                ? this
                : new History(restarts, quickExits, failures, last.with(leftovers), failure);
    }

    History notStarted(StartFailure reason, Instant at) {
        End never = new End(new Cause.NotStarted(reason), 0, at, at, null, List.of());
        return new History(restarts, quickExits + 1, reason.passing() ? failures : failures + 1, never, reason);
    }
}
