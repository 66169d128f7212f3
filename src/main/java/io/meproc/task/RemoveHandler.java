package io.meproc.task;

import io.meproc.task.WaitingRequest.Until;
import java.util.Optional;

/** Stops a task and forgets it. */
final class RemoveHandler implements RequestHandler<Request.Remove> {
    @Override
    public void carryOut(Request.Remove request, Transition transition, long ticket) {
        Task task = transition.tasks().find(request.name());
        Optional<Refusal> refusal = task == null
                ? Refusals.unknown(request.name())
                : Refusals.unexpected(task.name(), task, request.expected());
        if (task == null || refusal.isPresent()) {
            refusal.ifPresent(why -> transition.answer(ticket, Answer.refused(why)));
            return;
        }
        transition.queue().overtake(request);
        WaitingRequest waiter = new WaitingRequest(
                ticket, Until.GONE, Span.of(task.definition()), transition.now(), Optional.empty(), null);
        transition.lifecycle().remove(request.waits() ? task.with(waiter) : task);
        if (!request.waits()) {
            transition.answer(ticket, Answer.DONE);
        }
    }
}
