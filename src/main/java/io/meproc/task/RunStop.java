package io.meproc.task;

import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Instant;
import java.util.List;

/** The processes of a run that is not over. The alarm is that of its replica. */
record RunStop(Transition transition, ReplicaTransition replica, LiveRun live) implements StopSubject {
    @Override
    public void send(Signal signal, StopPlan.Reach to) {
        transition.order(new Order.Send(live.run(), signal, to));
    }

    @Override
    public void inspect() {
        transition.order(new Order.Inspect(live.run()));
    }

    @Override
    public void arm(Instant until) {
        replica.arm(live.run(), until);
    }

    @Override
    public void disarm() {
        replica.disarm(live.run());
    }

    @Override
    public void stuck(List<Leftover> survivors) {
        transition.report(new TaskEvent.ProcessStuck(live.run(), live.pid(), survivors));
    }
}
