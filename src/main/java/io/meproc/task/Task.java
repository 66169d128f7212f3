package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.BACKING_OFF;
import static io.meproc.task.Phase.FAILED;
import static io.meproc.task.Phase.FINISHED;
import static io.meproc.task.Phase.LINGERING;
import static io.meproc.task.Phase.RESTARTING;
import static io.meproc.task.Phase.RUNNING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;
import static io.meproc.task.Phase.TIMING_OUT;
import static io.meproc.task.Phase.UNHEALTHY;

import io.meproc.task.exit.End;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.RunOccasion;
import io.meproc.task.occasion.Slots;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A listed task: its definition and desired state, its replicas, and the pending work. */
public final class Task {
    /** The values of {@link #condition}. */
    public static final List<String> CONDITIONS = List.of(
            "starting",
            "running",
            "waiting",
            "scheduled",
            "paused",
            "backing off",
            "stopping",
            "finished",
            "failed",
            "stopped");

    private final TaskRecord record;
    private final TaskStatus status;
    private final PendingWork pending;

    private Task(TaskRecord record, TaskStatus status, PendingWork pending) {
        this.record = record;
        this.status = status;
        this.pending = pending;
    }

    /** A new task, whose replicas stay stopped if {@code stopped} is set. */
    static Task of(TaskDefinition definition, long revision, boolean stopped) {
        Indices held = stopped ? Indices.of(Span.of(definition)) : Indices.NONE;
        return new Task(
                new TaskRecord(revision, definition, revision, held, false),
                TaskStatus.of(definition.replicas()),
                PendingWork.NONE);
    }

    /** A task as a store has kept it. */
    static Task restored(TaskRecord record, TaskStatus status, PendingWork pending) {
        return new Task(record, status, pending);
    }

    TaskRecord record() {
        return record;
    }

    TaskStatus status() {
        return status;
    }

    PendingWork pending() {
        return pending;
    }

    /** The identity of the task, see {@link TaskRecord}. */
    public long identity() {
        return record.identity();
    }

    public TaskDefinition definition() {
        return record.definition();
    }

    public String name() {
        return record.definition().name();
    }

    /**
     * The revision, which changes with the definition and the desired state, and never because of what processes do.
     * No two revisions of a task are equal, not even after its removal.
     */
    public long revision() {
        return record.revision();
    }

    /** The last events of the task, newest last; at most {@value EventHistory#MOST}. */
    public List<RecordedEvent> recentEvents() {
        return status.history().events();
    }

    /**
     * The replicas in the order of their index. After a scale-down, surplus replicas are included until they have
     * ended.
     */
    public Stream<Replica> replicas() {
        return status.replicas().stream();
    }

    /** The condition of the task, one of {@link #CONDITIONS}. */
    public String condition() {
        if (removing() || stopping() || (leaving() && live() > 0)) {
            return "stopping";
        } else if (phaseCounts().any(STARTING)) {
            return "starting";
        } else if (phaseCounts().any(RUNNING, LINGERING, TIMING_OUT, UNHEALTHY, RESTARTING)) {
            return "running";
        } else if (waiting()) {
            return "waiting";
        } else if (phaseCounts().any(BACKING_OFF)) {
            return "backing off";
        } else if (status.nextFire() != null) {
            return "scheduled";
        } else if (status.schedule().kept().pausedSince() != null && !held()) {
            return "paused";
        } else if (phaseCounts().any(FAILED)) {
            return "failed";
        }
        return phaseCounts().any(FINISHED) ? "finished" : "stopped";
    }

    /** Its health, independent of its current condition. */
    public Health health() {
        return status.expectation().late()
                ? Health.FAILED
                : phaseCounts().health(definition().type());
    }

    /** The success that is expected of it; empty if none is. */
    public Optional<Expectation> expectation() {
        Duration within = definition().successWithin();
        Instant deadline = status.expectation().deadline(within);
        return within == null || deadline == null
                ? Optional.empty()
                : Optional.of(new Expectation(within, punctuality(), deadline));
    }

    private Expectation.State punctuality() {
        ExpectationStatus expected = status.expectation();
        if (!expected.late()) {
            return Expectation.State.MET;
        } else if (status.schedule().missedSince(expected.lastSuccess())) {
            return Expectation.State.MISSED;
        }
        boolean mayCome = live() > 0
                || waiting()
                || status.nextFire() != null
                || phaseCounts().any(BACKING_OFF);
        return mayCome ? Expectation.State.LATE : Expectation.State.STALE;
    }

    /** When a run last ended with success. */
    public Optional<Instant> lastSuccess() {
        return Optional.ofNullable(status.expectation().lastSuccess());
    }

    /** The latest time of its cron pattern that was missed, in wall-clock time. */
    public Optional<Instant> lastMissed() {
        return Optional.ofNullable(status.schedule().lastMissed());
    }

    /** The newest end among the replicas whose health is not OK; empty if there is none. */
    public Optional<End> trouble() {
        return replicas()
                .filter(replica -> replica.health(definition().type()) != Health.OK)
                .flatMap(replica -> Stream.ofNullable(replica.history().last()))
                .max(Comparator.comparing(End::at));
    }

    /** Whether the task as a whole is being stopped, and not only some replicas. */
    private boolean stopping() {
        return phaseCounts().any(STOPPING, ABORTING, STUCK)
                && (pending.stopUnreported() || !phaseCounts().any(RUNNING));
    }

    /** Whether every replica stays stopped until a request starts it. */
    public boolean held() {
        return record.stopped().count() == size();
    }

    /** The number of replicas that have a process, or may have one at any time. */
    public int live() {
        return phaseCounts().live();
    }

    /** The number of replicas in each phase; phases without any are missing. */
    public Map<Phase, Integer> counts() {
        return phaseCounts().counts();
    }

    /** Whether a replica starts as soon as no dependency runs. */
    public boolean waiting() {
        return pending.starts().count() > 0;
    }

    /** Whether it is to be stopped as soon as the tasks that need it have ended. */
    public boolean leaving() {
        return pending.leaving() != null;
    }

    /** When a start of the task was last attempted. */
    public Optional<Instant> lastAttempt() {
        return Optional.ofNullable(status.lastAttempt());
    }

    /** When the task was last started. */
    public Optional<Instant> lastStart() {
        return Optional.ofNullable(status.lastStart());
    }

    /** When its cron pattern fires next. */
    public Optional<Instant> nextFire() {
        return Optional.ofNullable(status.nextFire());
    }

    /** Since when its schedule is paused, in wall-clock time; empty while it is not. */
    public Optional<Instant> pausedSince() {
        return Optional.ofNullable(status.schedule().kept().pausedSince());
    }

    /** The starts that wait until its earlier runs are over. */
    public List<Occasion> queue() {
        return status.schedule().queue();
    }

    /** Why the current run of a replica was started; null for none. */
    public @Nullable RunOccasion occasion(int index) {
        return status.schedule().slots().record(index);
    }

    /** The replica of this index, which must be less than {@link #size}. */
    public Replica replica(int index) {
        return status.replicas().get(index);
    }

    /** The update in progress; empty without one. */
    public Optional<UpdateStatus> update() {
        return UpdateStatus.of(this);
    }

    PhaseCounts phaseCounts() {
        return status.phaseCounts();
    }

    /** The number of replicas, including surplus ones that are still being stopped. */
    public int size() {
        return status.replicas().size();
    }

    /** Whether this replica stays stopped until a request starts it. */
    public boolean held(int index) {
        return record.stopped().contains(index);
    }

    /** Whether this replica starts as soon as the dependencies allow. */
    boolean starts(int index) {
        return pending.starts().contains(index);
    }

    boolean removing() {
        return record.removing();
    }

    Task with(int index, Replica replica) {
        return new Task(record, status.with(index, replica), pending);
    }

    Task with(PendingWork changed) {
        return new Task(record, status, changed);
    }

    Task with(RecordedEvent event) {
        return new Task(record, status.with(event), pending);
    }

    Task with(WaitingRequest waiter) {
        return with(pending.with(waiter));
    }

    Task revised(long next) {
        return new Task(record.revised(next), status, pending);
    }

    /** Keeps these replicas stopped. */
    Task hold(Indices these) {
        return new Task(
                record.with(record.stopped().with(these)),
                status,
                pending.with(pending.starts().without(these)));
    }

    /** Starts these replicas as soon as the dependencies allow. */
    Task toStart(Indices these) {
        return new Task(
                record.with(record.stopped().without(these)),
                status,
                pending.with(pending.starts().with(these)));
    }

    /** Ends the hold on these replicas without starting them. */
    Task released(Indices these) {
        return new Task(
                record.with(record.stopped().without(these)),
                status,
                pending.with(pending.starts().without(these)));
    }

    /** Cancels the starts that wait for dependencies. */
    Task waitingNoMore() {
        return with(pending.with(Indices.NONE));
    }

    /** Records an attempted start that has to wait. */
    Task attempted(Instant now) {
        return new Task(record, status.attempted(now), pending);
    }

    /** Records a start of the whole task. */
    Task starting(Instant now) {
        return new Task(record, status.started(now), pending.starting());
    }

    /** Marks the task as being stopped. The completed stop is reported if {@code anythingRuns}. */
    Task stopping(boolean anythingRuns) {
        return with(pending.stopping(anythingRuns));
    }

    /** Marks the task as being removed. */
    Task removed() {
        return new Task(
                record.removed(),
                status.with(status.schedule().fires(null)),
                pending.withoutUpdate().reported(false, true));
    }

    Task with(NeedStates needs) {
        return new Task(record, status.with(needs), pending);
    }

    Task with(ScheduleStatus schedule) {
        return new Task(record, status.with(schedule), pending);
    }

    Task with(NotificationGaps gaps) {
        return new Task(record, status.with(gaps), pending);
    }

    /** Counts a run that its policy repeats for the same occasion. */
    Task retried(int index) {
        ScheduleStatus schedule = status.schedule();
        return with(schedule.with(schedule.slots().retried(index)));
    }

    /** Without the occasions of runs that are over. */
    Task rested() {
        Slots slots = status.schedule().slots();
        if (slots.isEmpty()) {
            return this;
        }
        boolean all = live() == 0 && !waiting() && !phaseCounts().any(BACKING_OFF);
        Slots rest = slots.over(index -> index >= size() || rests(index), all);
        return rest.equals(slots) ? this : with(status.schedule().with(rest));
    }

    private boolean rests(int index) {
        Phase phase = replica(index).phase();
        return !starts(index) && !phase.live() && phase != BACKING_OFF;
    }

    Task with(ExpectationStatus expectation) {
        return new Task(record, status.with(expectation), pending);
    }

    /** Changes the definition, and adds replicas if it needs more. */
    Task redefined(TaskDefinition wanted) {
        boolean held = held();
        Task other = new Task(record.with(wanted), status.grown(wanted.replicas()), pending);
        return held && other.size() > size() ? other.hold(Indices.of(new Span(size(), other.size()))) : other;
    }

    /** The task with surplus replicas up to this number, which stay stopped. */
    Task grown(int size) {
        return new Task(record, status.grown(size), pending).hold(Indices.of(new Span(size(), size)));
    }

    /** Removes surplus replicas that have ended, from the last one down to the first that lives. */
    Task trimmed() {
        TaskStatus trimmed = status.trimmed(definition().replicas());
        int size = trimmed.replicas().size();
        return size == size()
                ? this
                : new Task(
                        record.with(record.stopped().below(size)),
                        trimmed,
                        pending.with(pending.starts().below(size)));
    }
}
