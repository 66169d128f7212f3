package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.WaitingRequest.Until;
import java.util.Optional;

/** Answers when the replicas are ready, or can't become ready. */
final class AwaitReadyHandler implements RequestHandler<Request.AwaitReady> {
    /** The most requests that may wait for one task to be ready, since a dependency may be awaited for ever. */
    private static final int MOST = 100;

    @Override
    public boolean queuesBehind(Request.AwaitReady request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.AwaitReady request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task task = admitted.task();
        long waiting = task.pending().waiters().stream()
                .filter(waiter -> waiter.until() == Until.READY)
                .count();
        if (waiting >= MOST) {
            admitted.refuse(new Refusal(
                    Refusal.Reason.LIMIT_REACHED,
                    MOST + " requests wait for task '" + task.name() + "' to be ready, and no more may"));
            return;
        }
        Optional<Change> change = Optional.of(new Change(Kind.UNCHANGED, task.revision()));
        Task awaited =
                task.with(new WaitingRequest(ticket, Until.READY, admitted.span(), transition.now(), change, null));
        transition.put(awaited);
        transition.lifecycle().settle(awaited);
    }
}
