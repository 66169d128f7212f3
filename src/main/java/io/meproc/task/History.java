package io.meproc.task;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.RequestedSignal;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counters and the last end of a replica.
 *
 * @param restarts how often its policy has restarted it
 * @param quickExits the number of successive runs that ended within {@link Interval#QUICK} or failed to start
 * @param failures the number of failed runs since one succeeded or lasted for {@link Health#HEALTHY_TIME}
 * @param last how its last run ended; null before the first end
 * @param failure why the last start failed; null if it succeeded
 * @param requested the request that ends the current run or may end it; null without one
 */
public record History(
        int restarts,
        int quickExits,
        int failures,
        @Nullable End last,
        @Nullable StartFailure failure,
        @Nullable RequestedSignal requested) {
    static final History NONE = new History(0, 0, 0, null, null);

    /** The history of a replica whose current run nobody was requested to end. */
    public History(int restarts, int quickExits, int failures, @Nullable End last, @Nullable StartFailure failure) {
        this(restarts, quickExits, failures, last, failure, null);
    }

    /** Resets the count that determines the backoff, for a start by request. */
    History withoutBackoff() {
        return new History(restarts, 0, failures, last, failure, requested);
    }

    /** Resets every counter. The record of the last end stays. */
    History reset() {
        return new History(0, 0, 0, last, failure, requested);
    }

    /** Resets the failures, since a run has succeeded or the desired state or definition has changed. */
    History recovered() {
        return failures == 0 ? this : new History(restarts, quickExits, 0, last, failure, requested);
    }

    /** Counts the run that has just ended as a failure. */
    History failed() {
        return new History(restarts, quickExits, failures + 1, last, failure, requested);
    }

    /** A run has begun when the output of the replica had this length. */
    History started(long output) {
        return new History(restarts, quickExits, failures, followedAt(output).last, null);
    }

    /** A run has begun, it is not known at which length of the output. */
    History started() {
        return new History(restarts, quickExits, failures, last, null);
    }

    /** Ends the output of the last run where that of the next one begins. */
    History followedAt(long output) {
        return last == null
                ? this
                : new History(restarts, quickExits, failures, last.followedAt(output), failure, requested);
    }

    /** A request stops the current run; an earlier one that does so stays. */
    History stoppedBy(Requester by) {
        boolean stops = requested != null && requested.signal() == null;
        return stops ? this : with(new RequestedSignal(by, null));
    }

    /** A request sends a signal to the current run, which is not a stop. */
    History signalledBy(Requester by, Signal signal) {
        boolean stops = requested != null && requested.signal() == null;
        return stops ? this : with(new RequestedSignal(by, signal));
    }

    private History with(RequestedSignal request) {
        return new History(restarts, quickExits, failures, last, failure, request);
    }

    /** Adds the decision that followed the last end. */
    History followedBy(Verdict verdict) {
        End decided = last == null ? null : last.followedBy(verdict);
        return new History(restarts, quickExits, failures, decided, failure, requested);
    }

    /** The sender of the request from which an end with this cause follows; null if none does. */
    @Nullable
    Requester requester(Cause cause) {
        return requested != null && requested.explains(cause) ? requested.by() : null;
    }

    History restarted() {
        return new History(restarts + 1, quickExits, failures, last, failure, requested);
    }

    History ended(End end) {
        boolean quick = !end.requested() && end.since().plus(Interval.QUICK).isAfter(end.at());
        return new History(restarts, quick ? quickExits + 1 : 0, failures, end, null, null);
    }

    /** Adds processes that outlived the last run, if {@code leader} is the pid of that run's leader. */
    History outlived(long leader, List<Leftover> leftovers) {
        return last == null || last.pid() != leader || leader == 0
                ? this
                : new History(restarts, quickExits, failures, last.with(leftovers), failure, requested);
    }

    History notStarted(Run run, StartFailure reason, Instant at) {
        End never =
                new End(new Cause.NotStarted(reason), run.incarnation(), 0, at, at, null, null, List.of(), null, null);
        return new History(restarts, quickExits + 1, reason.passing() ? failures : failures + 1, never, reason);
    }
}
