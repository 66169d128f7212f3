package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was begun with a task and is not done yet. It is lost when the service ends.
 *
 * @param starts the replicas that start as soon as the dependencies allow
 * @param stopUnreported its processes are being stopped, and it was not reported yet that they have
 * @param startUnreported its processes are being started, and it was not reported yet that they have
 * @param waiters the requests to be answered when it has come to rest
 * @param rolling how far a rolling restart has come; null when none is going on
 */
record PendingWork(
        Indices starts,
        boolean stopUnreported,
        boolean startUnreported,
        List<WaitingRequest> waiters,
        @Nullable Rolling rolling) {

    static final PendingWork NONE = new PendingWork(Indices.NONE, false, false, List.of(), null);

    /** Whether the creation of the task may still be refused, so that nothing is to be announced of its future. */
    boolean provisional() {
        return waiters.stream().anyMatch(waiter -> waiter.until() == WaitingRequest.Until.CREATED);
    }

    PendingWork with(Indices others) {
        return new PendingWork(others, stopUnreported, startUnreported, waiters, rolling);
    }

    PendingWork starting() {
        return new PendingWork(starts, stopUnreported, true, waiters, rolling);
    }

    PendingWork stopping(boolean anythingRuns) {
        return new PendingWork(starts, stopUnreported || anythingRuns, false, waiters, rolling);
    }

    PendingWork reported(boolean stop, boolean start) {
        return new PendingWork(starts, stopUnreported && !stop, startUnreported && !start, waiters, rolling);
    }

    PendingWork with(WaitingRequest waiter) {
        return with(Stream.concat(waiters.stream(), Stream.of(waiter)).toList());
    }

    PendingWork with(List<WaitingRequest> rest) {
        return new PendingWork(starts, stopUnreported, startUnreported, rest, rolling);
    }

    PendingWork rolls(@Nullable Rolling next) {
        return new PendingWork(starts, stopUnreported, startUnreported, waiters, next);
    }
}
