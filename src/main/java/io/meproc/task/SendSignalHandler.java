package io.meproc.task;

/** Sends a signal to the process groups of what runs. */
final class SendSignalHandler implements RequestHandler<Request.SendSignal> {
    @Override
    public void carryOut(Request.SendSignal request, Turn turn, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(turn, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task task = admitted.task();
        int sent = 0;
        for (int index = admitted.span().first(); index < admitted.span().end(); index++) {
            ReplicaState state = task.replica(index).state();
            if (state.pid() != 0 && state.run() != null) {
                turn.give(new Order.Pass(state.run(), request.signal()));
                sent++;
            }
        }
        if (sent == 0) {
            admitted.refuseNotRunning();
        } else {
            turn.tell(new News.TaskSignalled(task.name(), request.signal(), sent));
            turn.answer(ticket, Answer.DONE);
        }
    }
}
