package io.meproc.task;

import io.meproc.task.History.End;
import io.meproc.task.ReplicaState.Aborting;
import io.meproc.task.ReplicaState.BackingOff;
import io.meproc.task.ReplicaState.Ended;
import io.meproc.task.ReplicaState.Force;
import io.meproc.task.ReplicaState.Idle;
import io.meproc.task.ReplicaState.Lingering;
import io.meproc.task.ReplicaState.Running;
import io.meproc.task.ReplicaState.Starting;
import io.meproc.task.ReplicaState.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the cells of the state table can do to one replica while one event is worked on. */
final class ReplicaTurn {
    private final Turn turn;
    private final TaskDefinition definition;
    private final int index;
    private History history;

    ReplicaTurn(Turn turn, TaskDefinition definition, int index, History history) {
        this.turn = turn;
        this.definition = definition;
        this.index = index;
        this.history = history;
    }

    Instant now() {
        return turn.now();
    }

    History history() {
        return history;
    }

    ReplicaState idle() {
        return new Idle();
    }

    /** Starts a run because somebody wants it. */
    ReplicaState spawn() {
        history = history.afresh();
        return order(false);
    }

    /** Starts a run because the policy wants it. */
    ReplicaState restart() {
        history = history.restarted();
        return order(true);
    }

    private ReplicaState order(boolean byPolicy) {
        Run run = new Run(new ReplicaId(definition.name(), index), turn.nextIncarnation());
        turn.give(new Order.Spawn(run, definition.command()));
        return new Starting(run, byPolicy);
    }

    ReplicaState running(Run run, long pid) {
        history = history.started();
        return new Running(new LiveRun(run, pid, now()));
    }

    ReplicaState notStarted(Run run, String reason) {
        history = history.notStarted(reason);
        Optional<Instant> next = nextStart();
        turn.tell(new News.ProcessNotStarted(run, now(), reason, next));
        return rest(run, next, false);
    }

    ReplicaState ended(LiveRun live, ExitStatus status) {
        End end = new End(status, live.pid(), live.since(), now(), false);
        history = history.ended(end);
        Optional<Instant> next = nextStart();
        turn.tell(new News.ProcessExited(live.run(), definition.command(), end, next));
        return rest(live.run(), next, status.success());
    }

    private Optional<Instant> nextStart() {
        return definition.type() == TaskType.DAEMON
                ? Optional.of(now().plus(definition.interval().delay(history.quickExits())))
                : Optional.empty();
    }

    private ReplicaState rest(Run run, Optional<Instant> next, boolean well) {
        if (next.isEmpty()) {
            return new Ended(well);
        }
        turn.arm(run, next.get());
        return new BackingOff(run, next.get());
    }

    ReplicaState stopped(LiveRun live, Force force, ExitStatus status, boolean thenStart) {
        End end = new End(status, live.pid(), live.since(), now(), true);
        history = history.ended(end);
        turn.tell(new News.ProcessStopped(live.run(), definition.command(), end, force != Force.ASKED));
        return thenStart ? spawn() : idle();
    }

    /** Has the run not started, if that can still be; thousands of others may stand in line before it. */
    ReplicaState abort(Run run) {
        turn.give(new Order.Cancel(run));
        return new Aborting(run, false);
    }

    /** Asks the run to end. */
    ReplicaState ask(LiveRun live, boolean thenStart) {
        return new Stopping(live, turn.hurried() ? kill(live) : term(live), thenStart);
    }

    /** Asks what the first process left behind to end. */
    ReplicaState linger(LiveRun live) {
        turn.tell(new News.ProcessLingers(live.run(), live.pid()));
        return new Lingering(live, term(live));
    }

    /** The time that {@code force} was given is over. */
    Force press(LiveRun live, Force force) {
        if (force == Force.ASKED) {
            return kill(live);
        }
        turn.tell(new News.ProcessStuck(live.run(), live.pid()));
        return Force.STUCK;
    }

    /** Somebody asks once more: worth another SIGKILL if the last one did not help. */
    Force again(LiveRun live, Force force) {
        return force == Force.STUCK ? kill(live) : force;
    }

    Force hurry(LiveRun live, Force force) {
        return force == Force.ASKED ? disarm(live.run()).kill(live) : force;
    }

    private Force term(LiveRun live) {
        return send(live, Signal.TERM, turn.rules().grace(), Force.ASKED);
    }

    private Force kill(LiveRun live) {
        return send(live, Signal.KILL, turn.rules().lastResort(), Force.KILLED);
    }

    private Force send(LiveRun live, Signal signal, Duration patience, Force force) {
        turn.give(new Order.Send(live.run(), signal));
        turn.arm(live.run(), now().plus(patience));
        return force;
    }

    ReplicaTurn disarm(Run run) {
        turn.disarm(run);
        return this;
    }

    ReplicaTurn disarm(LiveRun live, Force force) {
        return force == Force.STUCK ? this : disarm(live.run());
    }
}
