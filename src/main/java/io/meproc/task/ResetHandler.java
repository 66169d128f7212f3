package io.meproc.task;

import io.meproc.task.WaitingRequest.Until;
import java.util.Optional;

/** Resets failures and restarts, and starts the replicas that back off. */
final class ResetHandler implements RequestHandler<Request.Reset> {
    @Override
    public boolean queuesBehind(Request.Reset request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Reset request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task reset = admitted.task();
        for (int index = admitted.span().first(); index < admitted.span().end(); index++) {
            reset = transition.apply(reset, index, ReplicaState::reset);
        }
        admitted.proceed(reset, Until.STARTED, Optional.empty(), request.waits());
    }
}
