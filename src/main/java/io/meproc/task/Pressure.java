package io.meproc.task;

import io.meproc.task.Force.Asked;
import io.meproc.task.Force.Counted;
import io.meproc.task.Force.Killed;
import io.meproc.task.Force.Stuck;
import io.meproc.task.ReplicaState.Stopping;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes a run end: the signals of its stop plan, one after the other, then SIGKILL, then a look at what is left.
 * Each has its time; the replica's alarm goes off when that has passed.
 */
final class Pressure {
    private final Turn turn;
    private final ReplicaTurn replica;
    private final StopPlan plan;

    Pressure(Turn turn, ReplicaTurn replica, StopPlan plan) {
        this.turn = turn;
        this.replica = replica;
        this.plan = plan;
    }

    /** Whether SIGKILL had a part in this end. */
    static boolean forced(Force force, Report.Exited report) {
        boolean kills =
                force instanceof Stuck stuck ? !Leftover.allRefused(stuck.survivors()) : !(force instanceof Asked);
        return kills || report.leftovers().stream().anyMatch(Leftover::killed);
    }

    /** The first step, or the last when the service is in a hurry. */
    Force begin(LiveRun live) {
        return turn.hurried() ? kill(live) : ask(live, 0);
    }

    ReplicaState stop(LiveRun live, boolean thenStart) {
        return new Stopping(live, begin(live), turn.now(), thenStart);
    }

    /** Somebody wants to stop what is being ended already. */
    ReplicaState stopAgain(LiveRun live, Force force) {
        return new Stopping(live, again(live, force), turn.now(), false);
    }

    /** The time that {@code force} was given is over. */
    Force more(LiveRun live, Force force) {
        if (force instanceof Asked asked) {
            return asked.step() + 1 < plan.steps().size() ? ask(live, asked.step() + 1) : kill(live);
        } else if (force instanceof Killed) {
            turn.give(new Order.Count(live.run()));
            replica.arm(live.run(), turn.now().plus(turn.rules().lastResort()));
            return new Counted();
        }
        return stuck(live, List.of());
    }

    /** Somebody asks once more: worth another SIGKILL if the last one did not help. */
    Force again(LiveRun live, Force force) {
        return force instanceof Stuck ? kill(live) : force;
    }

    Force hurry(LiveRun live, Force force) {
        if (!(force instanceof Asked)) {
            return force;
        }
        replica.disarm(live.run());
        return kill(live);
    }

    /** The process side has said what is left. */
    Force stuck(LiveRun live, Force force, List<Leftover> survivors) {
        boolean ending = force instanceof Asked || force instanceof Killed;
        if (!(force instanceof Counted) && !(ending && Leftover.allRefused(survivors))) {
            return force;
        }
        replica.disarm(live.run());
        return stuck(live, survivors);
    }

    private Force stuck(LiveRun live, List<Leftover> survivors) {
        turn.tell(new News.ProcessStuck(live.run(), live.pid(), survivors));
        return new Stuck(survivors);
    }

    private Force ask(LiveRun live, int step) {
        StopPlan.Step asking = plan.steps().get(step);
        Duration grace = Optional.ofNullable(asking.grace()).orElse(turn.rules().grace());
        return send(new Order.Send(live.run(), asking.signal(), plan.to()), live, grace, new Asked(step));
    }

    private Force kill(LiveRun live) {
        return send(new Order.Send(live.run(), Signal.KILL), live, turn.rules().lastResort(), new Killed());
    }

    private Force send(Order.Send order, LiveRun live, Duration patience, Force force) {
        turn.give(order);
        replica.arm(live.run(), turn.now().plus(patience));
        return force;
    }
}
