package io.meproc.task;

import io.meproc.task.ReplicaState.Stopping;
import io.meproc.task.StopStage.Inspected;
import io.meproc.task.StopStage.Killed;
import io.meproc.task.StopStage.Signalled;
import io.meproc.task.StopStage.Stuck;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stops a run: sends the signals of its stop plan one after the other, then SIGKILL, then inspects what is left. The
 * replica's alarm limits each stage.
 */
final class StopEscalation {
    private final Transition transition;
    private final ReplicaTransition replica;
    private final StopPlan plan;

    StopEscalation(Transition transition, ReplicaTransition replica, StopPlan plan) {
        this.transition = transition;
        this.replica = replica;
        this.plan = plan;
    }

    /** Whether SIGKILL contributed to this end. */
    static boolean forced(StopStage force, Report.Exited report) {
        boolean kills =
                force instanceof Stuck stuck ? !Leftover.allRefused(stuck.survivors()) : !(force instanceof Signalled);
        return kills || report.leftovers().stream().anyMatch(Leftover::killed);
    }

    /** Begins with the first step of the plan, or with SIGKILL if the service shuts down at once. */
    StopStage begin(LiveRun live) {
        return transition.hurried() ? kill(live) : ask(live, 0);
    }

    ReplicaState stop(LiveRun live, boolean thenStart) {
        return new Stopping(live, begin(live), transition.now(), thenStart);
    }

    /** Handles a stop request for a run that is already being ended. */
    ReplicaState stopAgain(LiveRun live, StopStage force) {
        return new Stopping(live, again(live, force), transition.now(), false);
    }

    /** Begins the next stage after the time of {@code force} has passed. */
    StopStage more(LiveRun live, StopStage force) {
        if (force instanceof Signalled asked) {
            return asked.step() + 1 < plan.steps().size() ? ask(live, asked.step() + 1) : kill(live);
        } else if (force instanceof Killed) {
            transition.order(new Order.Inspect(live.run()));
            replica.arm(live.run(), transition.now().plus(transition.rules().lastResort()));
            return new Inspected();
        }
        return stuck(live, List.of());
    }

    /** Handles a repeated stop request: sends SIGKILL again if the run is stuck. */
    StopStage again(LiveRun live, StopStage force) {
        return force instanceof Stuck ? kill(live) : force;
    }

    StopStage hurry(LiveRun live, StopStage force) {
        if (!(force instanceof Signalled)) {
            return force;
        }
        replica.disarm(live.run());
        return kill(live);
    }

    /** Handles the list of surviving processes. */
    StopStage stuck(LiveRun live, StopStage force, List<Leftover> survivors) {
        boolean ending = force instanceof Signalled || force instanceof Killed;
        if (!(force instanceof Inspected) && !(ending && Leftover.allRefused(survivors))) {
            return force;
        }
        replica.disarm(live.run());
        return stuck(live, survivors);
    }

    private StopStage stuck(LiveRun live, List<Leftover> survivors) {
        transition.report(new TaskEvent.ProcessStuck(live.run(), live.pid(), survivors));
        return new Stuck(survivors);
    }

    private StopStage ask(LiveRun live, int step) {
        StopPlan.Step asking = plan.steps().get(step);
        Duration grace =
                Optional.ofNullable(asking.grace()).orElse(transition.rules().grace());
        return send(new Order.Send(live.run(), asking.signal(), plan.to()), live, grace, new Signalled(step));
    }

    private StopStage kill(LiveRun live) {
        return send(
                new Order.Send(live.run(), Signal.KILL),
                live,
                transition.rules().lastResort(),
                new Killed());
    }

    private StopStage send(Order.Send order, LiveRun live, Duration patience, StopStage force) {
        transition.order(order);
        replica.arm(live.run(), transition.now().plus(patience));
        return force;
    }
}
