package io.meproc.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to the table. Time, which is steady time, comes with the event. */
public sealed interface Event {

    Instant at();

    /** Somebody asks something; the answer goes out with the same ticket. */
    record Requested(long ticket, Request request, Instant at) implements Event {}

    /**
     * The process side has answered {@link Effect.Check}.
     *
     * @param refusal why the request can't be carried out; null when it can
     */
    record Checked(long ticket, @Nullable Refusal refusal, Instant at) implements Event {}

    /**
     * The process side has answered {@link Effect.Sweep}.
     *
     * @param refusal what could not be ended; null when nothing is left
     */
    record Swept(long ticket, @Nullable Refusal refusal, Instant at) implements Event {}

    /** The process side saw something. */
    record Reported(Report report) implements Event {
        @Override
        public Instant at() {
            return report.at();
        }
    }

    /**
     * An alarm that was armed for this run has gone off.
     *
     * @param due when it was to; an earlier alarm of the run, which was still under way when another took its place, is
     *     known by that and ignored
     */
    record Elapsed(Run run, Instant due, Instant at) implements Event {}

    /** The time has passed after which a run counts as healthy, whether it still lives or not. */
    record Healthy(Run run, Instant at) implements Event {}

    /**
     * The process side has listed the runs that it has.
     *
     * @param newest the newest incarnation when it was asked; it can't know of later runs
     */
    record Inventory(List<Run> runs, long newest, Instant at) implements Event {}

    /** The next fire of a cron task has come. */
    record Due(String task, Instant at) implements Event {}

    /** The wall clock was set back by more than a correction: what was scheduled would come too late. */
    record ClockSetBack(Instant at) implements Event {}

    /** The service is to end: stop every task, and take no more requests. What is wanted of the tasks stays as it is. */
    record Drain(Instant at, List<String> tasks) implements Event {}

    /** The service is to end at once: kill what is still being stopped. */
    record Hurry(Instant at, List<String> tasks) implements Event {}
}
