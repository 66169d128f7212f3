package io.meproc.task;

import io.meproc.task.Waiter.Until;
import java.util.Optional;

/** Forgets failures and restarts, and starts what backs off. */
final class ResetHandler implements RequestHandler<Request.Reset> {
    @Override
    public boolean queuesBehind(Request.Reset request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Reset request, Turn turn, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(turn, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task reset = admitted.task();
        for (int index = admitted.span().first(); index < admitted.span().end(); index++) {
            reset = turn.apply(reset, index, ReplicaState::reset);
        }
        admitted.proceed(reset, Until.STARTED, Optional.empty(), request.patient());
    }
}
