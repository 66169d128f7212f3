package io.meproc.task;

import io.meproc.task.exit.StopPlan;

/** Sends a signal to the process groups of the running replicas, or to their leaders. */
final class SendSignalHandler implements RequestHandler<Request.SendSignal> {
    /** Whether a process is there that gets the signal: a run that lingers has no leader. */
    private static boolean receives(ReplicaState state, StopPlan.Reach to) {
        return state.pid() != 0 && (to == StopPlan.Reach.GROUP || state.phase() != Phase.LINGERING);
    }

    @Override
    public void carryOut(Request.SendSignal request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task task = admitted.task();
        Task signalled = task;
        int sent = 0;
        for (int index = admitted.span().first(); index < admitted.span().end(); index++) {
            ReplicaState state = task.replica(index).state();
            if (receives(state, request.to()) && state.run() != null) {
                transition.order(new Order.Pass(state.run(), request.signal(), request.to()));
                signalled =
                        transition.apply(signalled, index, (now, replica) -> replica.signalled(now, request.signal()));
                sent++;
            }
        }
        if (sent == 0) {
            admitted.refuseNotRunning();
        } else {
            transition.put(signalled);
            transition.report(new TaskEvent.TaskSignalled(task.name(), request.signal(), sent));
            transition.answer(ticket, Answer.DONE);
        }
    }
}
