package io.meproc.task;

import io.meproc.task.ReplicaRecord.State;
import io.meproc.task.ReplicaState.Aborting;
import io.meproc.task.ReplicaState.BackingOff;
import io.meproc.task.ReplicaState.Ended;
import io.meproc.task.ReplicaState.Starting;
import io.meproc.task.ReplicaState.Stopping;
import io.meproc.task.occasion.RunOccasion;
import io.meproc.task.probe.Concluded;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The replicas of a task as a store keeps them. A replica that was never started has no record. */
final class ReplicaRecords {
    private ReplicaRecords() {}

    /**
     * The record of a replica. A start that was ordered and not reported has a live run without a process, since the
     * process may exist.
     */
    static ReplicaRecord of(Task task, int index) {
        Replica replica = task.replica(index);
        ReplicaState state = replica.state();
        History history = replica.history();
        return new ReplicaRecord(
                new ReplicaId(task.name(), index),
                task.identity(),
                state(state, task.starts(index)),
                run(state, task.identity()),
                thenStart(state, task.starts(index)),
                replica.nextStart(),
                history.restarts(),
                history.quickExits(),
                history.failures(),
                history.counters().recent(),
                history.last(),
                state.run() == null || state instanceof BackingOff ? null : history.requested(),
                concluded(replica.readiness()));
    }

    /** The record of a replica that has lost its history, because it was removed and may be added again. */
    static ReplicaRecord blank(ReplicaId replica, long task) {
        return new ReplicaRecord(replica, task, State.STOPPED, null, false, null, 0, 0, 0, null);
    }

    /** Whether two records of one replica are the same; unlike {@code equals}, without a comparison of equal ends. */
    @SuppressWarnings(
            "ReferenceEquality") // An end that was replaced by an equal one is kept once more, which is harmless.
    static boolean same(ReplicaRecord one, ReplicaRecord other) {
        return one.state() == other.state()
                && one.concluded() == other.concluded()
                && one.thenStart() == other.thenStart()
                && one.restarts() == other.restarts()
                && one.quickExits() == other.quickExits()
                && one.failures() == other.failures()
                && one.recent().equals(other.recent())
                && one.last() == other.last()
                && Objects.equals(one.until(), other.until())
                && Objects.equals(one.requested(), other.requested())
                && sameRun(one.live(), other.live());
    }

    private static Concluded concluded(@Nullable Readiness readiness) {
        return readiness == null ? Concluded.NOTHING : readiness.concluded();
    }

    private static boolean sameRun(@Nullable RunRecord one, @Nullable RunRecord other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.run().equals(other.run())
                && one.pid() == other.pid()
                && one.started() == other.started()
                && one.since().equals(other.since());
    }

    private static State state(ReplicaState state, boolean starts) {
        if (state.live() != null) {
            return State.LIVE;
        } else if (starts || state instanceof Starting || state instanceof Aborting) {
            return State.DUE;
        } else if (state instanceof BackingOff) {
            return State.BACKING_OFF;
        } else if (state instanceof Ended ended) {
            return ended.well() ? State.FINISHED : State.FAILED;
        }
        return State.STOPPED;
    }

    private static @Nullable RunRecord run(ReplicaState state, long task) {
        LiveRun live = state.live();
        if (live != null) {
            return of(live, task, null);
        } else if (state instanceof Starting starting) {
            return ordered(starting.run(), task, starting.ordered());
        }
        return state instanceof Aborting aborting ? ordered(aborting.run(), task, aborting.ordered()) : null;
    }

    /** The record of a run that lives. */
    static RunRecord of(LiveRun live, long task, @Nullable RunOccasion occasion) {
        return new RunRecord(
                live.run(), task, live.pid(), live.started(), live.since(), live.output(), null, occasion, live.seal());
    }

    private static RunRecord ordered(Run run, long task, Instant at) {
        return new RunRecord(run, task, 0, 0, at, 0, null, null);
    }

    private static boolean thenStart(ReplicaState state, boolean starts) {
        if (state instanceof Stopping stopping) {
            return stopping.thenStart() || starts;
        }
        return state instanceof Aborting aborting && (aborting.thenStart() || starts);
    }
}
