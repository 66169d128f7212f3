package io.meproc.task;

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
 * Stops processes: sends the signals of a stop plan one after the other, then SIGKILL, then inspects what is left. An
 * alarm limits each stage.
 */
final class StopEscalation {
    private final Transition transition;
    private final StopSubject subject;
    private final StopPlan plan;

    StopEscalation(Transition transition, StopSubject subject, StopPlan plan) {
        this.transition = transition;
        this.subject = subject;
        this.plan = plan;
    }

    /** Whether SIGKILL contributed to this end. */
    static boolean forced(StopStage stage, Report.Exited report) {
        boolean kills =
                stage instanceof Stuck stuck ? !Leftover.allRefused(stuck.survivors()) : !(stage instanceof Signalled);
        return kills || report.leftovers().stream().anyMatch(Leftover::killed);
    }

    /** Begins with the first step of the plan, or with SIGKILL if the service shuts down at once. */
    StopStage begin() {
        return transition.killing() ? kill() : signal(0);
    }

    /** Begins the next stage after the time of {@code stage} has passed. */
    StopStage next(StopStage stage) {
        if (stage instanceof Signalled signalled) {
            return signalled.step() + 1 < plan.steps().size() ? signal(signalled.step() + 1) : kill();
        } else if (stage instanceof Killed) {
            subject.inspect();
            subject.arm(transition.now().plus(transition.rules().lastResort()));
            return new Inspected();
        }
        return stuck(List.of());
    }

    /** Includes processes that were found later: they get the signal of the stage, and the rest of its time. */
    StopStage include(StopStage stage) {
        if (stage instanceof Stuck) {
            return kill();
        }
        Signal signal = stage instanceof Signalled signalled
                ? plan.steps().get(signalled.step()).signal()
                : Signal.KILL;
        subject.send(signal, StopPlan.Reach.GROUP);
        return stage;
    }

    /** Handles a repeated stop request: sends SIGKILL again if the processes are stuck. */
    StopStage again(StopStage stage) {
        return stage instanceof Stuck ? kill() : stage;
    }

    StopStage killNow(StopStage stage) {
        if (!(stage instanceof Signalled)) {
            return stage;
        }
        subject.disarm();
        return kill();
    }

    /** Handles the list of surviving processes. */
    StopStage stuck(StopStage stage, List<Leftover> survivors) {
        boolean ending = stage instanceof Signalled || stage instanceof Killed;
        if (!(stage instanceof Inspected) && !(ending && Leftover.allRefused(survivors))) {
            return stage;
        }
        subject.disarm();
        return stuck(survivors);
    }

    private StopStage stuck(List<Leftover> survivors) {
        subject.stuck(survivors);
        return new Stuck(survivors);
    }

    private StopStage signal(int index) {
        StopPlan.Step step = plan.steps().get(index);
        Duration grace =
                Optional.ofNullable(step.grace()).orElse(transition.rules().grace());
        return send(step.signal(), plan.to(), grace, new Signalled(index));
    }

    private StopStage kill() {
        return send(Signal.KILL, StopPlan.Reach.GROUP, transition.rules().lastResort(), new Killed());
    }

    private StopStage send(Signal signal, StopPlan.Reach to, Duration grace, StopStage stage) {
        subject.send(signal, to);
        subject.arm(transition.now().plus(grace));
        return stage;
    }
}
