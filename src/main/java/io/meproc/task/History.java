package io.meproc.task;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.RequestedSignal;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Verdict;
import io.meproc.task.restart.RestartLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counters and the last end of a replica.
 *
 * @param last how its last run ended; null before the first end
 * @param failure why the last start failed; null if it succeeded
 * @param requested the request that ends the current run or may end it; null without one
 */
public record History(
        Counters counters,
        @Nullable End last,
        @Nullable StartFailure failure,
        @Nullable RequestedSignal requested) {
    static final History NONE = new History(Counters.NONE, null, null, null);

    public int restarts() {
        return counters.restarts();
    }

    public int quickExits() {
        return counters.quickExits();
    }

    public int failures() {
        return counters.failures();
    }

    private History with(Counters changed) {
        return changed.equals(counters) ? this : new History(changed, last, failure, requested);
    }

    /** Resets the counts that determine the wait and the limit of the restarts, for a start by request. */
    History withoutBackoff() {
        return with(counters.withoutBackoff());
    }

    /** Resets every counter. The record of the last end stays. */
    History reset() {
        return with(Counters.NONE);
    }

    /** Resets the failures, since a run has succeeded or the desired state or definition has changed. */
    History recovered() {
        return with(counters.recovered());
    }

    /** Counts the run that has just ended as a failure. */
    History failed() {
        return with(counters.failed());
    }

    /** Counts the run that has just ended towards the limit of the restart policy. */
    History counted(Instant end, RestartLimit limit) {
        return with(counters.ended(end, limit));
    }

    History restarted() {
        return with(counters.restarted());
    }

    /** A run has begun when the output of the replica had this length. */
    History started(long output) {
        return new History(counters, followedAt(output).last, null, null);
    }

    /** A run has begun, it is not known at which length of the output. */
    History started() {
        return new History(counters, last, null, null);
    }

    /** Ends the output of the last run where that of the next one begins. */
    History followedAt(long output) {
        return last == null ? this : with(last.followedAt(output));
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
        return new History(counters, last, failure, request);
    }

    private History with(End end) {
        return new History(counters, end, failure, requested);
    }

    /** Adds the decision that followed the last end. */
    History followedBy(Verdict verdict) {
        return last == null ? this : with(last.followedBy(verdict));
    }

    /** The kind of the decision that followed the last end; null if none did. */
    private Verdict.@Nullable Kind decision() {
        Verdict verdict = last == null ? null : last.verdict();
        return verdict == null ? null : verdict.kind();
    }

    /** Whether the restart policy gave up after the last end. */
    public boolean limitReached() {
        return decision() == Verdict.Kind.LIMIT_REACHED;
    }

    /** Whether the last run failed, and was followed by a restart. */
    boolean retried() {
        return counters.failures() > 0 && decision() == Verdict.Kind.RESTARTS;
    }

    /** The sender of the request from which an end with this cause follows; null if none does. */
    @Nullable
    Requester requester(Cause cause) {
        return requested != null && requested.explains(cause) ? requested.by() : null;
    }

    /** @param lasts the length from which a run is not a quick exit */
    History ended(End end, Duration lasts) {
        boolean quick = !end.requested() && end.since().plus(lasts).isAfter(end.at());
        return new History(counters.ended(quick), end, null, null);
    }

    /** Adds processes that outlived the last run, if {@code leader} is the pid of that run's leader. */
    History outlived(long leader, List<Leftover> leftovers) {
        return last == null || last.pid() != leader || leader == 0 ? this : with(last.with(leftovers));
    }

    History notStarted(Run run, StartFailure reason, Instant at) {
        End never =
                new End(new Cause.NotStarted(reason), run.incarnation(), 0, at, at, null, null, List.of(), null, null);
        return new History(counters.ended(true), never, reason, null);
    }
}
