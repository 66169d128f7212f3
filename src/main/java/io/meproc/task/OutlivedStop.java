package io.meproc.task;

import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stop of processes that have outlived their run. Each run has an alarm of its own. */
final class OutlivedStop implements StopSubject {
    private final Transition transition;
    private final OutlivedRun outlived;
    private final List<Leftover> processes;
    private @Nullable Instant alarm;

    /** @param processes the processes that get the signals */
    OutlivedStop(Transition transition, OutlivedRun outlived, List<Leftover> processes) {
        this.transition = transition;
        this.outlived = outlived;
        this.processes = processes;
        this.alarm = outlived.alarm();
    }

    /** When the alarm goes off after this event; null if none is armed. */
    @Nullable
    Instant alarm() {
        return alarm;
    }

    @Override
    public void send(Signal signal, StopPlan.Reach to) {
        transition.order(new Order.SendOutlived(
                outlived.run(), signal, processes.stream().map(Leftover::pid).toList()));
    }

    @Override
    public void inspect() {
        transition.order(new Order.Inspect(outlived.run()));
    }

    @Override
    public void arm(Instant until) {
        disarm();
        alarm = until;
        transition.armOutlived(outlived.run(), until);
    }

    @Override
    public void disarm() {
        if (alarm != null) {
            alarm = null;
            transition.disarmOutlived(outlived.run());
        }
    }

    @Override
    public void stuck(List<Leftover> survivors) {
        Run run = outlived.run();
        if (transition.tasks().find(run.replica().task()) != null) {
            transition.report(new TaskEvent.ProcessStuck(
                    run, outlived.leader(), survivors.isEmpty() ? outlived.left() : survivors));
        }
    }
}
