package io.meproc.task;

/** Sends a signal to the process groups of the running replicas. */
final class SendSignalHandler implements RequestHandler<Request.SendSignal> {
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
            if (state.pid() != 0 && state.run() != null) {
                transition.order(new Order.Pass(state.run(), request.signal()));
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
