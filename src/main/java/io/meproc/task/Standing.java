package io.meproc.task;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a task as a whole and can't be told from its replicas.
 *
 * @param removing it is to be forgotten as soon as nothing of it is left
 * @param stopUntold its processes are being stopped, and nobody was told yet that they have
 * @param startUntold its processes are being started, and nobody was told yet that they have
 * @param lastAttempt when it was last meant to start; null before the first time
 * @param lastStart when it last did start; null before the first time
 * @param nextFire when its cron pattern fires next; null for never and for other types
 * @param waiters the requests to be answered when it has come to rest
 * @param rolling how far a rolling restart has come; null when none is going on
 */
record Standing(
        boolean removing,
        boolean stopUntold,
        boolean startUntold,
        @Nullable Instant lastAttempt,
        @Nullable Instant lastStart,
        @Nullable Instant nextFire,
        List<Waiter> waiters,
        @Nullable Rolling rolling) {

    static final Standing NEW = new Standing(false, false, false, null, null, null, List.of(), null);

    /** Whether its creation may still be refused, so that nothing is to be announced of its future. */
    boolean provisional() {
        return waiters.stream().anyMatch(waiter -> waiter.until() == Waiter.Until.CREATED);
    }

    Standing waits(Instant now) {
        return new Standing(removing, stopUntold, startUntold, now, lastStart, nextFire, waiters, rolling);
    }

    Standing starts(Instant now) {
        return new Standing(removing, stopUntold, true, now, now, nextFire, waiters, rolling);
    }

    Standing stops(boolean anythingRuns) {
        return new Standing(
                removing, stopUntold || anythingRuns, false, lastAttempt, lastStart, nextFire, waiters, rolling);
    }

    Standing removes() {
        return new Standing(true, stopUntold, false, lastAttempt, lastStart, null, waiters, null);
    }

    Standing told(boolean stop, boolean start) {
        return new Standing(
                removing,
                stopUntold && !stop,
                startUntold && !start,
                lastAttempt,
                lastStart,
                nextFire,
                waiters,
                rolling);
    }

    Standing fires(@Nullable Instant next) {
        return new Standing(removing, stopUntold, startUntold, lastAttempt, lastStart, next, waiters, rolling);
    }

    Standing with(Waiter waiter) {
        return with(Stream.concat(waiters.stream(), Stream.of(waiter)).toList());
    }

    Standing with(List<Waiter> rest) {
        return new Standing(removing, stopUntold, startUntold, lastAttempt, lastStart, nextFire, rest, rolling);
    }

    Standing rolls(@Nullable Rolling next) {
        return new Standing(removing, stopUntold, startUntold, lastAttempt, lastStart, nextFire, waiters, next);
    }
}
