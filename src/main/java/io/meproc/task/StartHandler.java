package io.meproc.task;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a task that is not listed. */
final class StartHandler implements RequestHandler<Request.Start> {
    @Override
    public List<Order> checks(Request.Start request, @Nullable Task listed) {
        return listed == null && request.definition().needsChecking()
                ? List.of(new Order.Check(request.definition()))
                : List.of();
    }

    @Override
    public boolean queuesBehind(Request.Start request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Start request, Transition transition, long ticket) {
        Creation creation = new Creation(transition);
        Task listed = transition.tasks().find(request.name());
        Optional<Refusal> refusal = transition.draining()
                ? Refusals.shuttingDown()
                : listed == null ? creation.refusal(request.definition()) : Optional.of(Creation.listed(listed));
        refusal.ifPresentOrElse(
                why -> transition.answer(ticket, Answer.refused(why)),
                () -> creation.begin(
                        new Request.Put(request.definition(), Expected.ANY, request.waits()),
                        ticket,
                        Optional.empty()));
    }
}
