package io.meproc.task;

import io.meproc.task.exit.Requester;
import io.meproc.task.probe.ProbeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input of the table. Each event carries its time as steady time, see {@link Timeline}. */
public sealed interface Event {

    Instant at();

    /** A request has arrived; its answer carries the same ticket. */
    record Requested(long ticket, Request request, Requester by, Instant at) implements Event {}

    /**
     * The process side has answered {@link Effect.Check}.
     *
     * @param refusal why the request can't be carried out; null if it can
     */
    record Checked(long ticket, @Nullable Refusal refusal, Instant at) implements Event {}

    /**
     * The process side has answered {@link Effect.Sweep}.
     *
     * @param refusal why it could not scan; null if it could
     * @param left the processes that have outlived runs of the task and live
     */
    record Swept(long ticket, @Nullable Refusal refusal, List<Report.Outlived> left, Instant at) implements Event {}

    /**
     * The changes of {@link Effect.Commit} up to this number are committed, or have failed to.
     *
     * @param refusal why they failed; null if they are committed
     */
    record Committed(long commit, @Nullable Refusal refusal, Instant at) implements Event {}

    /**
     * The store has found out, not in answer to a commit, that it can't keep changes, or that it can again and has kept
     * all changes so far.
     *
     * @param obstacle why it can't keep changes; null if it can
     */
    record StoreChecked(@Nullable Refusal obstacle, Instant at) implements Event {}

    /**
     * The tasks of an earlier service process are known, and what has become of their runs. The first event of a table, and
     * at most once.
     */
    record Recovered(StoredTable stored, Adoption adoption, Instant at) implements Event {}

    /** The process side has reported an observation. */
    record Reported(Report report) implements Event {
        @Override
        public Instant at() {
            return report.at();
        }
    }

    /**
     * The alarm of this run has gone off.
     *
     * @param due the time for which the alarm was armed; an alarm that was replaced while its event was in flight is
     * recognised by it and ignored
     */
    record Elapsed(Run run, Instant due, Instant at) implements Event {}

    /**
     * The alarm for the processes that have outlived this run has gone off.
     *
     * @param due the time for which the alarm was armed, as in {@link Elapsed}
     */
    record OutlivedElapsed(Run run, Instant due, Instant at) implements Event {}

    /** {@link Health#HEALTHY_TIME} has passed since the start of this run, which may have ended meanwhile. */
    record Healthy(Run run, Instant at) implements Event {}

    /**
     * A probe of this run has come to another conclusion.
     *
     * @param detail the result of the check that decided
     */
    record Probed(Run run, ProbeKind kind, Verdict verdict, String detail, Instant at) implements Event {
        /** The conclusions of a probe. */
        public enum Verdict {
            PASSED,
            FAILED,
            /** It has not passed so far; nothing but the detail is new. */
            NOT_YET,
            /** The run is not ready, and has not been for {@link Health#UNREADY_TIME}. */
            OVERDUE
        }
    }

    /** A run describes its own status, STATUS= of sd_notify(3). */
    record StatusReported(Run run, String status, Instant at) implements Event {}

    /**
     * The process side has listed its runs, see {@link RunList}.
     *
     * @param newest the newest incarnation at the time of the request; later runs can't be in the list
     */
    record Inventory(List<Run> runs, List<Report.Outlived> outlived, long newest, Instant at) implements Event {}

    /** The next fire of a cron task has come. */
    record Due(String task, Instant at) implements Event {}

    /**
     * An alarm of a whole task has gone off.
     *
     * @param due the time for which the alarm was armed, as in {@link Elapsed}
     */
    record TaskElapsed(String task, TaskAlarm alarm, Instant due, Instant at) implements Event {}

    /**
     * The service runs again after a time in which it did not.
     *
     * @param suspended whether the machine was suspended, and not only this process
     */
    record Resumed(Duration length, boolean suspended, Instant at) implements Event {}

    /** The wall clock was set back by more than a correction, so that scheduled fires would come too late. */
    record ClockSetBack(Instant at) implements Event {}

    /**
     * The service shuts down: it stops every task and accepts no more requests. The desired state of the tasks stays
     * as it is.
     */
    record Drain(Instant at, List<String> tasks) implements Event {}

    /** The service shuts down at once: it sends SIGKILL to the processes that are still being stopped. */
    record KillNow(Instant at, List<String> tasks) implements Event {}
}
