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
    static boolean forced(StopStage stage, Report.Exited report) {
        boolean kills =
                stage instanceof Stuck stuck ? !Leftover.allRefused(stuck.survivors()) : !(stage instanceof Signalled);
        return kills || report.leftovers().stream().anyMatch(Leftover::killed);
    }

    /** Begins with the first step of the plan, or with SIGKILL if the service shuts down at once. */
    StopStage begin(LiveRun live) {
        return transition.killing() ? kill(live) : signal(live, 0);
    }

    ReplicaState stop(LiveRun live, boolean thenStart) {
        return new Stopping(live, begin(live), transition.now(), thenStart);
    }

    /** Handles a stop request for a run that is already being ended. */
    ReplicaState stopAgain(LiveRun live, StopStage stage) {
        return new Stopping(live, again(live, stage), transition.now(), false);
    }

    /** Begins the next stage after the time of {@code stage} has passed. */
    StopStage next(LiveRun live, StopStage stage) {
        if (stage instanceof Signalled signalled) {
            return signalled.step() + 1 < plan.steps().size() ? signal(live, signalled.step() + 1) : kill(live);
        } else if (stage instanceof Killed) {
            transition.order(new Order.Inspect(live.run()));
            replica.arm(live.run(), transition.now().plus(transition.rules().lastResort()));
            return new Inspected();
        }
        return stuck(live, List.of());
    }

    /** Handles a repeated stop request: sends SIGKILL again if the run is stuck. */
    StopStage again(LiveRun live, StopStage stage) {
        return stage instanceof Stuck ? kill(live) : stage;
    }

    StopStage killNow(LiveRun live, StopStage stage) {
        if (!(stage instanceof Signalled)) {
            return stage;
        }
        replica.disarm(live.run());
        return kill(live);
    }

    /** Handles the list of surviving processes. */
    StopStage stuck(LiveRun live, StopStage stage, List<Leftover> survivors) {
        boolean ending = stage instanceof Signalled || stage instanceof Killed;
        if (!(stage instanceof Inspected) && !(ending && Leftover.allRefused(survivors))) {
            return stage;
        }
        replica.disarm(live.run());
        return stuck(live, survivors);
    }

    private StopStage stuck(LiveRun live, List<Leftover> survivors) {
        transition.report(new TaskEvent.ProcessStuck(live.run(), live.pid(), survivors));
        return new Stuck(survivors);
    }

    private StopStage signal(LiveRun live, int index) {
        StopPlan.Step step = plan.steps().get(index);
        Duration grace =
                Optional.ofNullable(step.grace()).orElse(transition.rules().grace());
        return send(new Order.Send(live.run(), step.signal(), plan.to()), live, grace, new Signalled(index));
    }

    private StopStage kill(LiveRun live) {
        return send(
                new Order.Send(live.run(), Signal.KILL),
                live,
                transition.rules().lastResort(),
                new Killed());
    }

    private StopStage send(Order.Send order, LiveRun live, Duration grace, StopStage stage) {
        transition.order(order);
        replica.arm(live.run(), transition.now().plus(grace));
        return stage;
    }
}
