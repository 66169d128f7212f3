package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what a put would do, and changes nothing. */
final class TryHandler implements RequestHandler<Request.Try> {
    @Override
    public List<Order> checks(Request.Try request, @Nullable Task listed) {
        TaskDefinition wanted = request.put().definition();
        return wanted.needsChecking() ? List.of(new Order.Check(wanted)) : List.of();
    }

    @Override
    public void carryOut(Request.Try request, Transition transition, long ticket) {
        Request.Put put = request.put();
        Task listed = transition.tasks().find(request.name());
        Optional<Refusal> refusal = PutHandler.refusal(put, transition, listed);
        transition.answer(
                ticket,
                refusal.map(Answer::refused)
                        .orElseGet(() -> Answer.done(new Creation(transition).daemons(put.definition()))
                                .with(Optional.of(predicted(put, listed)))));
    }

    private static Change predicted(Request.Put put, @Nullable Task listed) {
        if (listed == null) {
            return new Change(Kind.CREATED, 0);
        }
        boolean same = listed.definition().equals(put.definition());
        return new Change(same ? Kind.UNCHANGED : Kind.CHANGED, listed.revision());
    }
}
