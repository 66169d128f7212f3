package io.meproc.task;

import io.meproc.task.restart.RecentEnds;
import io.meproc.task.restart.RestartLimit;
import java.time.Instant;

/**
 * The counters of a replica's restart policy.
 *
 * @param restarts how often its policy has restarted it
 * @param quickExits the number of successive runs that did not last or failed to start
 * @param failures the number of failed runs since one succeeded or lasted
 * @param recent the ends within the window of the policy's limit; empty without a limit
 */
public record Counters(int restarts, int quickExits, int failures, RecentEnds recent) {
    public static final Counters NONE = new Counters(0, 0, 0, RecentEnds.NONE);

    /** Resets what determines the next wait and the limit, for a start by request. */
    Counters withoutBackoff() {
        return new Counters(restarts, 0, failures, RecentEnds.NONE);
    }

    Counters recovered() {
        return failures == 0 ? this : new Counters(restarts, quickExits, 0, recent);
    }

    Counters failed() {
        return new Counters(restarts, quickExits, failures + 1, recent);
    }

    Counters restarted() {
        return new Counters(restarts + 1, quickExits, failures, recent);
    }

    /** Counts the run that has just ended as a quick exit, or as one that lasted. */
    Counters ended(boolean quick) {
        return new Counters(restarts, quick ? quickExits + 1 : 0, failures, recent);
    }

    /** Counts an end towards the limit. */
    Counters ended(Instant at, RestartLimit limit) {
        return new Counters(restarts, quickExits, failures, recent.with(at, limit));
    }
}
