package io.meproc.task;

import io.meproc.task.ReplicaRecord.State;
import io.meproc.task.ReplicaState.BackingOff;
import io.meproc.task.ReplicaState.Ended;
import io.meproc.task.ReplicaState.Idle;
import io.meproc.task.ReplicaState.Running;
import io.meproc.task.ReplicaState.Starting;
import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.probe.Concluded;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as they were when they were kept. Nothing is armed or scheduled for them. A replica that was being stopped counts as
 * running, and if it was to be started afterwards, its start is due.
 */
final class RestoredTasks {
    private final Duration skew;
    private final Instant now;

    /**
     * @param skew how far wall-clock time is ahead of steady time
     * @param now the current steady time; a run that seems to have begun later did so before the clock was set back
     */
    RestoredTasks(Duration skew, Instant now) {
        this.skew = skew;
        this.now = now;
    }

    Tasks of(StoredTable stored) {
        Tasks tasks = Tasks.NONE;
        for (StoredTask each : stored.tasks()) {
            tasks = tasks.with(task(each));
        }
        return tasks;
    }

    private Task task(StoredTask stored) {
        TaskDefinition definition = stored.record().definition();
        int size = stored.replicas().stream()
                .filter(record -> record.live() != null)
                .mapToInt(record -> record.replica().index() + 1)
                .reduce(definition.replicas(), Math::max);
        TaskStatus status = TaskStatus.of(size).resumed(times(stored.times()));
        BitSet starts = new BitSet();
        for (ReplicaRecord record : stored.replicas()) {
            int index = record.replica().index();
            if (index < size) {
                status = status.with(index, new Replica(state(record, definition), history(record), readiness(record)));
                starts.set(index, record.thenStart() || (record.state() == State.DUE && record.live() == null));
            }
        }
        TaskRecord record = stored.record();
        PendingWork pending = PendingWork.NONE.with(Indices.of(new Span(0, size), starts::get));
        UpdateRecord update = stored.update();
        return Task.restored(
                record.with(record.stopped().below(size)),
                status,
                update == null ? pending : pending.with(Update.of(update)));
    }

    /** The conclusion about a live run, which counts if the run is adopted. */
    private @Nullable Readiness readiness(ReplicaRecord record) {
        return record.concluded() == Concluded.NOTHING ? null : new Readiness(record.concluded(), now, "", "", false);
    }

    private TaskTimes times(TaskTimes times) {
        return new TaskTimes(
                times.task(),
                steady(times.lastAttempt()),
                steady(times.lastStart()),
                times.handledUntil(),
                times.lastMissed(),
                times.schedule(),
                steady(times.lastSuccess()),
                steady(times.expectedSince()),
                times.late(),
                times.needs());
    }

    private ReplicaState state(ReplicaRecord record, TaskDefinition definition) {
        RunRecord live = record.live();
        return switch (record.state()) {
            case LIVE -> new Running(live(Objects.requireNonNull(live), definition));
            case DUE -> live == null ? resting(record) : new Starting(live.run(), false, past(live.since()));
            case BACKING_OFF, STOPPED -> resting(record);
            case FINISHED -> new Ended(true);
            case FAILED -> new Ended(false);
        };
    }

    private ReplicaState resting(ReplicaRecord record) {
        Instant until = steady(record.until());
        return until == null ? new Idle() : new BackingOff(last(record), until);
    }

    private LiveRun live(RunRecord run, TaskDefinition definition) {
        return new LiveRun(
                run.run(),
                run.pid(),
                run.started(),
                past(run.since()),
                run.output(),
                definition.ends().timeout(),
                run.seal());
    }

    /** The run by which the alarm of a replica that backs off is known. */
    private static Run last(ReplicaRecord record) {
        End last = record.last();
        return new Run(record.replica(), last == null ? 0 : last.run());
    }

    private History history(ReplicaRecord record) {
        End last = record.last();
        StartFailure failure = last != null && last.cause() instanceof Cause.NotStarted never ? never.failure() : null;
        boolean live = record.state() == State.LIVE;
        return new History(
                new Counters(
                        record.restarts(),
                        record.quickExits(),
                        record.failures(),
                        record.recent().earlier(skew)),
                last == null ? null : last.earlier(skew),
                live ? null : failure,
                record.requested());
    }

    private Instant past(Instant wall) {
        Instant steady = wall.minus(skew);
        return steady.isAfter(now) ? now : steady;
    }

    private @Nullable Instant steady(@Nullable Instant wall) {
        return wall == null ? null : wall.minus(skew);
    }
}
