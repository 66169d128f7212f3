package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The work on a task that has begun and is not done. It is lost when the service ends.
 *
 * @param starts the replicas that start as soon as the dependencies allow
 * @param stopUnreported the task is being stopped, and the completed stop is still to be reported
 * @param startUnreported the task is being started, and the completed start is still to be reported
 * @param waiters the requests that wait for the task
 * @param rolling the progress of a rolling restart; null if none is in progress
 */
record PendingWork(
        Indices starts,
        boolean stopUnreported,
        boolean startUnreported,
        List<WaitingRequest> waiters,
        @Nullable Rolling rolling) {

    static final PendingWork NONE = new PendingWork(Indices.NONE, false, false, List.of(), null);

    /**
     * Whether the creation of the task may still be refused, so that its health and next starts are not reported yet.
     */
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
