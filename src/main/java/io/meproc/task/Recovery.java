package io.meproc.task;

import io.meproc.task.Adoption.Adopted;
import io.meproc.task.ReplicaState.BackingOff;
import io.meproc.task.ReplicaState.Ended;
import io.meproc.task.ReplicaState.Idle;
import io.meproc.task.ReplicaState.Running;
import io.meproc.task.ReplicaState.Starting;
import io.meproc.task.ReplicaState.Stopping;
import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.exit.ExitStatus;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Continues with the tasks of an earlier service process. The end of a run that nobody watched is judged by its policy
 * once. A start of which the outcome is unknown is repeated for a daemon, and recorded as lost for a task that is to run
 * once or when it is due. What an acknowledged request has begun is completed.
 */
final class Recovery {
    private static final String UNWATCHED = "it ended while no Meproc was running to watch it";
    private static final String LOST = "Meproc ended while the run was being started, and no process of it is left";

    private final Transition transition;
    private final boolean sameBoot;
    private final Map<ReplicaId, Adopted> adopted = new HashMap<>();
    private final Map<Run, String> gone = new HashMap<>();
    private final BitSet starts = new BitSet();

    private Recovery(Transition transition, Event.Recovered event) {
        this.transition = transition;
        this.sameBoot = event.stored().boot();
        event.adoption().adopted().forEach(each -> adopted.put(each.run().replica(), each));
        event.adoption().gone().forEach(each -> gone.put(each.run(), each.why()));
        event.adoption()
                .unverified()
                .forEach(each -> gone.putIfAbsent(
                        each.run(),
                        "process " + each.pid() + " (" + each.command() + ") may be its process: " + each.why()));
    }

    static void carryOut(Transition transition, Event.Recovered event) {
        transition.restore(
                new RestoredTasks(transition.skew(), transition.now()).of(event.stored()),
                Math.max(event.stored().incarnations(), newest(event.adoption())));
        Recovery recovery = new Recovery(transition, event);
        transition.tasks().stream().toList().forEach(recovery::recover);
        event.stored().tasks().forEach(recovery::resume);
    }

    private static long newest(Adoption adoption) {
        return adoption.adopted().stream()
                .flatMapToLong(each -> LongStream.of(each.run().incarnation()))
                .max()
                .orElse(0);
    }

    private void recover(Task stored) {
        starts.clear();
        Task task = grown(stored);
        for (int index = 0; index < task.size(); index++) {
            int at = index;
            Task before = task;
            task = transition.apply(task, index, (state, t) -> recovered(before, at, state, t));
        }
        transition.put(starts.isEmpty() ? task : task.toStart(Indices.of(new Span(0, starts.length()), starts::get)));
    }

    /** The task with a surplus replica for each adopted run that has none, which is to be stopped. */
    private Task grown(Task task) {
        int size = adopted.keySet().stream()
                .filter(replica -> replica.task().equals(task.name()))
                .mapToInt(replica -> replica.index() + 1)
                .reduce(task.size(), Math::max);
        return size == task.size() ? task : task.grown(size);
    }

    private ReplicaState recovered(Task task, int index, ReplicaState state, ReplicaTransition t) {
        Adopted found = adopted.get(new ReplicaId(task.name(), index));
        boolean ends = task.held(index) || task.removing() || task.starts(index);
        if (found != null) {
            return adopt(found, state, ends, t);
        } else if (state instanceof Running running) {
            return ended(task, index, running.live(), ends, t);
        } else if (state instanceof Starting starting
                && !ends
                && task.definition().type() != TaskType.DAEMON) {
            return t.lost(starting.run(), starting.ordered(), LOST);
        } else if (state instanceof BackingOff backingOff && !task.held(index) && !task.removing()) {
            return t.backsOffAgain(backingOff);
        }
        starts.set(index, !ends && starts(task.definition(), state));
        return state instanceof Starting || state instanceof BackingOff ? new Idle() : state;
    }

    /**
     * Whether a replica without a run is started. A daemon is, unless its policy had ended it; a reboot starts it anyway.
     * The failure of an essential task has ended the service, so its next start begins anew.
     */
    private boolean starts(TaskDefinition definition, ReplicaState state) {
        boolean failed = state instanceof Ended ended && !ended.well();
        boolean anew = failed && definition.behaviour().restart().essential();
        return anew || (definition.isDaemon() && (!sameBoot || !(state instanceof Ended)));
    }

    private ReplicaState adopt(Adopted found, ReplicaState state, boolean ends, ReplicaTransition t) {
        LiveRun known = state.live();
        boolean same = known != null && known.run().equals(found.run());
        if (known != null && !same) {
            t.superseded(known, exited(known));
        }
        Running running = t.adopted(found, same ? known : null);
        return ends ? running.stop(t) : running;
    }

    private ReplicaState ended(Task task, int index, LiveRun live, boolean ends, ReplicaTransition t) {
        if (ends) {
            Stopping stopping = new Stopping(live, new StopStage.Signalled(0), t.now(), false);
            return t.stopped(live, stopping, exited(live));
        } else if (!sameBoot && task.definition().type() == TaskType.DAEMON) {
            t.superseded(live, exited(live));
            starts.set(index);
            return new Idle();
        }
        return t.ended(live, exited(live));
    }

    private Report.Exited exited(LiveRun live) {
        @Nullable String why = gone.get(live.run());
        return new Report.Exited(
                live.run(), transition.now(), new ExitStatus.Unknown(why == null ? UNWATCHED : why), null, List.of());
    }

    /** Starts what is due, resumes the schedule, and completes what was begun. */
    private void resume(StoredTask stored) {
        String name = stored.record().definition().name();
        Task task = transition.tasks().find(name);
        if (task != null && task.removing()) {
            transition.lifecycle().settle(task);
        } else if (task != null) {
            HeldSockets.recover(transition, task);
            Task expecting = new RollingUpdate(transition).recovered(new Expectations(transition).resume(task));
            transition.put(expecting);
            Fires fires = new Fires(transition);
            fires.resume(expecting, stored.times());
            boolean waited = stored.replicas().stream()
                    .anyMatch(record -> record.state() == ReplicaRecord.State.DUE && record.live() == null);
            Stream.ofNullable(transition.tasks().find(name)).forEach(listed -> start(listed, waited));
            new Starts(transition).proceed(name);
        }
    }

    /** @param waited whether it waited for its start already when the earlier service process ended */
    private void start(Task task, boolean waited) {
        if (task.waiting() && waited) {
            transition.lifecycle().attemptAgain(task);
        } else if (task.waiting()) {
            transition.lifecycle().attempt(task);
        } else {
            transition.lifecycle().settle(task);
        }
    }
}
