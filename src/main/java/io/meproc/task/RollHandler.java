package io.meproc.task;

import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.update.UpdateKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Restarts the running replicas of a task, one after the other. */
final class RollHandler implements RequestHandler<Request.Roll> {
    @Override
    public List<Order> checks(Request.Roll request, @Nullable Task listed) {
        return PreStartOrders.restart(listed, null);
    }

    @Override
    public boolean queuesBehind(Request.Roll request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Roll request, Transition transition, long ticket) {
        AdmittedTask admitted =
                AdmittedTask.of(transition, new Target(request.name(), null, request.expected()), ticket);
        if (admitted == null) {
            return;
        }
        Indices up = UpdateSurvey.up(admitted.task());
        if (up.count() == 0) {
            admitted.refuseNotRunning();
            return;
        }
        Task rolling = new RollingUpdate(transition)
                .begun(admitted.interrupted(), UpdateKind.RESTART, "", up, null, transition.requester());
        admitted.proceed(rolling, Until.ROLLED, Optional.empty(), request.waits());
    }
}
