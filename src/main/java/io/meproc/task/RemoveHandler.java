package io.meproc.task;

import io.meproc.task.Waiter.Until;
import java.util.Optional;

/** Stops a task and forgets it. */
final class RemoveHandler implements RequestHandler<Request.Remove> {
    @Override
    public void carryOut(Request.Remove request, Turn turn, long ticket) {
        Task task = turn.tasks().find(request.name());
        Optional<Refusal> refusal = task == null ? Gate.unknown(request.name()) : Gate.stale(task, request.expected());
        if (task == null || refusal.isPresent()) {
            refusal.ifPresent(why -> turn.answer(ticket, Answer.refused(why)));
            return;
        }
        turn.queue().overtake(request);
        Waiter waiter = new Waiter(ticket, Until.GONE, Span.of(task.definition()), turn.now(), Optional.empty(), null);
        turn.conduct().remove(request.patient() ? task.with(waiter) : task);
        if (!request.patient()) {
            turn.answer(ticket, Answer.DONE);
        }
    }
}
