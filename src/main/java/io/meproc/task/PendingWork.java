package io.meproc.task;

import io.meproc.task.exit.Requester;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The work on a task that has begun and is not done. Except for starts and updates, it is lost when the service ends.
 *
 * @param starts the replicas that start as soon as the dependencies allow
 * @param stopUnreported the task is being stopped, and the completed stop is still to be reported
 * @param startUnreported the task is being started, and the completed start is still to be reported
 * @param waiters the requests that wait for the task
 * @param update the progress of an update; null if none is in progress
 * @param waited the wait for conditions; null without one
 * @param leaving who stops the task as soon as the tasks that need it have ended; null if nobody does
 */
record PendingWork(
        Indices starts,
        boolean stopUnreported,
        boolean startUnreported,
        List<WaitingRequest> waiters,
        @Nullable Update update,
        @Nullable Wait waited,
        @Nullable Requester leaving) {

    static final PendingWork NONE = new PendingWork(Indices.NONE, false, false, List.of(), null, null, null);

    /**
     * Whether the creation of the task may still be refused, so that its health and next starts are not reported yet.
     */
    boolean provisional() {
        return waiters.stream().anyMatch(waiter -> waiter.until() == WaitingRequest.Until.CREATED);
    }

    PendingWork with(Indices others) {
        return new PendingWork(others, stopUnreported, startUnreported, waiters, update, waited, leaving);
    }

    PendingWork starting() {
        return new PendingWork(starts, stopUnreported, true, waiters, update, waited, leaving);
    }

    PendingWork stopping(boolean anythingRuns) {
        return new PendingWork(starts, stopUnreported || anythingRuns, false, waiters, update, waited, leaving);
    }

    PendingWork reported(boolean stop, boolean start) {
        return new PendingWork(
                starts, stopUnreported && !stop, startUnreported && !start, waiters, update, waited, leaving);
    }

    PendingWork with(WaitingRequest waiter) {
        return with(Stream.concat(waiters.stream(), Stream.of(waiter)).toList());
    }

    PendingWork with(List<WaitingRequest> rest) {
        return new PendingWork(starts, stopUnreported, startUnreported, rest, update, waited, leaving);
    }

    PendingWork with(Update next) {
        return new PendingWork(starts, stopUnreported, startUnreported, waiters, next, waited, leaving);
    }

    PendingWork withoutUpdate() {
        return new PendingWork(starts, stopUnreported, startUnreported, waiters, null, waited, leaving);
    }

    PendingWork waits(@Nullable Wait next) {
        return new PendingWork(starts, stopUnreported, startUnreported, waiters, update, next, leaving);
    }

    PendingWork leaves(@Nullable Requester by) {
        return new PendingWork(starts, stopUnreported, startUnreported, waiters, update, waited, by);
    }
}
