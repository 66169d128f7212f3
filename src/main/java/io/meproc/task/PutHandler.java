package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.WaitingRequest.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists a new task, or changes the definition of a listed one. */
final class PutHandler implements RequestHandler<Request.Put> {
    @Override
    public List<Order> checks(Request.Put request, @Nullable Task listed) {
        TaskDefinition wanted = request.definition();
        if (listed != null && listed.definition().equals(wanted)) {
            return List.of();
        }
        List<Order> orders = new ArrayList<>();
        if (wanted.needsChecking()) {
            orders.add(new Order.Check(wanted));
        }
        if (listed != null && !listed.definition().command().equals(wanted.command())) {
            orders.addAll(PreStartOrders.prepare(listed, wanted, null));
        }
        orders.addAll(PreStartOrders.sweep(listed));
        return List.copyOf(orders);
    }

    @Override
    public boolean queuesBehind(Request.Put request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Put request, Transition transition, long ticket) {
        TaskDefinition wanted = request.definition();
        Task listed = transition.tasks().find(wanted.name());
        Optional<Refusal> refusal = refusal(request, transition, listed);
        if (refusal.isPresent()) {
            transition.answer(ticket, Answer.refused(refusal.get()));
        } else if (listed == null) {
            new Creation(transition)
                    .begin(request, ticket, Optional.of(new Change(Kind.CREATED, transition.revision())));
        } else if (listed.definition().equals(wanted)) {
            transition.answer(ticket, Answer.DONE.with(Optional.of(new Change(Kind.UNCHANGED, listed.revision()))));
        } else {
            change(listed, request, transition, ticket);
        }
    }

    /** The refusal if the request can't be carried out, empty otherwise. */
    static Optional<Refusal> refusal(Request.Put request, Transition transition, @Nullable Task listed) {
        if (transition.draining()) {
            return Refusals.shuttingDown();
        } else if (listed != null && listed.removing()) {
            return Optional.of(Creation.listed(listed));
        }
        Optional<Refusal> unexpected = Refusals.unexpected(request.name(), listed, request.expected());
        return unexpected.isPresent() ? unexpected : new Creation(transition).refusal(request.definition());
    }

    private static void change(Task listed, Request.Put request, Transition transition, long ticket) {
        Optional<Change> change = Optional.of(new Change(Kind.CHANGED, transition.revision()));
        Task task = listed.with(listed.pending()
                .with(listed.pending().waiters().stream()
                        .map(WaitingRequest::kept)
                        .toList()));
        Span span = new Span(0, Math.max(task.size(), request.definition().replicas()));
        WaitingRequest waiter = new WaitingRequest(ticket, Until.STARTED, span, transition.now(), change, null);
        new DefinitionChange(transition, request.definition()).carryOut(task, request.waits() ? waiter : null);
        if (!request.waits()) {
            transition.answer(ticket, Answer.DONE.with(change));
        }
    }
}
