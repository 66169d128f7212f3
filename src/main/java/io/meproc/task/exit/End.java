package io.meproc.task.exit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run.
 *
 * @param run the incarnation number of the run
 * @param pid the pid of the leader; 0 without one
 * @param since when the leader was spawned
 * @param at when no process of the run was left
 * @param output null for a run without a process
 * @param usage the resources that the leader used; null if unknown
 * @param leftovers other processes that had to be ended, as far as they were detected
 * @param by the sender of the stop, or of the signal that ended the run; null if nobody requested the end
 * @param verdict the decision about the replica that followed; null if there was none
 * @param observed what was observed beside the exit status
 */
public record End(
        Cause cause,
        long run,
        long pid,
        Instant since,
        Instant at,
        @Nullable OutputRange output,
        @Nullable Usage usage,
        List<Leftover> leftovers,
        @Nullable Requester by,
        @Nullable Verdict verdict,
        Observations observed) {

    public End {
        leftovers = List.copyOf(leftovers);
    }

    /** An end of which nothing was observed beside the exit status. */
    public End(
            Cause cause,
            long run,
            long pid,
            Instant since,
            Instant at,
            @Nullable OutputRange output,
            @Nullable Usage usage,
            List<Leftover> leftovers,
            @Nullable Requester by,
            @Nullable Verdict verdict) {
        this(cause, run, pid, since, at, output, usage, leftovers, by, verdict, Observations.NONE);
    }

    /** Adds leftovers. */
    public End with(List<Leftover> more) {
        return new End(
                cause,
                run,
                pid,
                since,
                at,
                output,
                usage,
                Stream.concat(leftovers.stream(), more.stream()).toList(),
                by,
                verdict,
                observed);
    }

    /** Adds that the next run of the replica began when its output had this length. */
    public End followedAt(long offset) {
        return output == null
                ? this
                : new End(cause, run, pid, since, at, output.endedBy(offset), usage, leftovers, by, verdict, observed);
    }

    /** The same end, with times that are earlier by this duration. */
    public End earlier(Duration by) {
        return new End(
                cause, run, pid, since.minus(by), at.minus(by), output, usage, leftovers, this.by, verdict, observed);
    }

    /** Adds the decision that followed. */
    public End followedBy(Verdict decision) {
        return new End(cause, run, pid, since, at, output, usage, leftovers, by, decision, observed);
    }

    /** The same end with other times, which belong to another clock. */
    public End between(Instant from, Instant to) {
        return new End(cause, run, pid, from, to, output, usage, leftovers, by, verdict, observed);
    }

    public Duration lasted() {
        return Duration.between(since, at);
    }

    /** Whether the supervisor ended the run by request, or replaced it. */
    public boolean requested() {
        return cause instanceof Cause.Stopped || cause instanceof Cause.Replaced;
    }
}
