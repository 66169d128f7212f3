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

import io.meproc.task.exit.End;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A listed task: what was asked for, its replicas, and where it stands. */
public final class Task {
    /** Every word that {@link #condition} may give. */
    public static final List<String> CONDITIONS = List.of(
            "starting", "running", "waiting", "scheduled", "backing off", "stopping", "finished", "failed", "stopped");

    private final TaskRecord record;
    private final TaskStatus status;
    private final PendingWork pending;

    private Task(TaskRecord record, TaskStatus status, PendingWork pending) {
        this.record = record;
        this.status = status;
        this.pending = pending;
    }

    /** A new task. Its replicas stay stopped until somebody starts them, or not. */
    static Task of(TaskDefinition definition, long revision, boolean stopped) {
        Indices held = stopped ? Indices.of(Span.of(definition)) : Indices.NONE;
        return new Task(
                new TaskRecord(revision, definition, revision, held, false),
                TaskStatus.of(definition.replicas()),
                PendingWork.NONE);
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
    long identity() {
        return record.identity();
    }

    public TaskDefinition definition() {
        return record.definition();
    }

    public String name() {
        return record.definition().name();
    }

    /**
     * Changes whenever a request changes the definition or whether something is meant to run; never because of what
     * processes do. No two revisions of a task are the same, not even across its removal.
     */
    public long revision() {
        return record.revision();
    }

    /** The last things that happened to it, newest last; at most {@value EventHistory#MOST}. */
    public List<RecordedEvent> past() {
        return status.past().moments();
    }

    /**
     * The replicas in the order of their index. After the task was scaled down these are more than it is to have,
     * until the surplus has ended.
     */
    public Stream<Replica> replicas() {
        return status.replicas().stream();
    }

    /** What people see of the task, in a word or two. */
    public String condition() {
        if (removing() || stopping()) {
            return "stopping";
        } else if (tally().any(STARTING)) {
            return "starting";
        } else if (tally().any(RUNNING, LINGERING, TIMING_OUT, RESTARTING)) {
            return "running";
        } else if (waiting()) {
            return "waiting";
        } else if (tally().any(BACKING_OFF)) {
            return "backing off";
        } else if (status.nextFire() != null) {
            return "scheduled";
        } else if (tally().any(FAILED)) {
            return "failed";
        }
        return tally().any(FINISHED) ? "finished" : "stopped";
    }

    /** Whether it is in trouble, whatever it does at the moment. */
    public Health health() {
        return tally().health(definition().type());
    }

    /** The newest end among the replicas that are in trouble; empty when none is. */
    public Optional<End> trouble() {
        return replicas()
                .filter(replica -> replica.health(definition().type()) != Health.OK)
                .flatMap(replica -> Stream.ofNullable(replica.history().last()))
                .max(Comparator.comparing(End::at));
    }

    /** Whether the task is being stopped, and not just one replica among others that go on. */
    private boolean stopping() {
        return tally().any(STOPPING, ABORTING, STUCK) && (pending.stopUnreported() || !tally().any(RUNNING));
    }

    /** Whether all of it stays stopped until somebody starts it. */
    public boolean held() {
        return record.stopped().count() == size();
    }

    /** How many processes of it live, or may live any moment. */
    public int live() {
        return tally().live();
    }

    /** How many replicas are in each phase; phases without any are missing. */
    public Map<Phase, Integer> counts() {
        return tally().counts();
    }

    /** Whether it is to start as soon as nothing that it depends on runs. */
    public boolean waiting() {
        return pending.starts().count() > 0;
    }

    /** When it was last meant to start. */
    public Optional<Instant> lastAttempt() {
        return Optional.ofNullable(status.lastAttempt());
    }

    /** When it last did start. */
    public Optional<Instant> lastStart() {
        return Optional.ofNullable(status.lastStart());
    }

    /** When its cron pattern fires next. */
    public Optional<Instant> nextFire() {
        return Optional.ofNullable(status.nextFire());
    }

    /** The replica of this index, which must be less than {@link #size}. */
    public Replica replica(int index) {
        return status.replicas().get(index);
    }

    PhaseCounts tally() {
        return status.tally();
    }

    /** How many replicas it has, the surplus included that is still being stopped. */
    public int size() {
        return status.replicas().size();
    }

    /** Whether this replica stays stopped until somebody starts it. */
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

    Task with(RecordedEvent moment) {
        return new Task(record, status.with(moment), pending);
    }

    Task with(WaitingRequest waiter) {
        return with(pending.with(waiter));
    }

    Task revised(long next) {
        return new Task(record.revised(next), status, pending);
    }

    /** These replicas stay stopped. */
    Task hold(Indices these) {
        return new Task(
                record.with(record.stopped().with(these)),
                status,
                pending.with(pending.starts().without(these)));
    }

    /** These replicas start as soon as the dependencies allow. */
    Task toStart(Indices these) {
        return new Task(
                record.with(record.stopped().without(these)),
                status,
                pending.with(pending.starts().with(these)));
    }

    /** These replicas do what their states and the type of the task lead to. */
    Task released(Indices these) {
        return new Task(
                record.with(record.stopped().without(these)),
                status,
                pending.with(pending.starts().without(these)));
    }

    /** Nothing starts any more that waits for dependencies. */
    Task waitingNoMore() {
        return with(pending.with(Indices.NONE));
    }

    /** It was meant to start, and waits. */
    Task attempted(Instant now) {
        return new Task(record, status.attempted(now), pending);
    }

    /** It starts as a whole. */
    Task starting(Instant now) {
        return new Task(record, status.started(now), pending.starting());
    }

    /** It stops; {@code anythingRuns} when that is worth a report. */
    Task stopping(boolean anythingRuns) {
        return with(pending.stopping(anythingRuns));
    }

    /** It is forgotten as soon as nothing of it is left. */
    Task removed() {
        return new Task(
                record.removed(), status.fires(null), pending.rolls(null).reported(false, true));
    }

    Task fires(@Nullable Instant next) {
        return new Task(record, status.fires(next), pending);
    }

    /** With another definition, and with new replicas if that wants more. */
    Task redefined(TaskDefinition wanted) {
        boolean held = held();
        Task other = new Task(record.with(wanted), status.grown(wanted.replicas()), pending);
        return held && other.size() > size() ? other.hold(Indices.of(new Span(size(), other.size()))) : other;
    }

    /** Without the surplus that has ended, as far as nothing behind it lives. */
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
