package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.Waiter.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists a new task, or gives a listed one another definition. */
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
            orders.addAll(Beforehand.prepare(listed, wanted, null));
        }
        orders.addAll(Beforehand.sweep(listed));
        return List.copyOf(orders);
    }

    @Override
    public boolean queuesBehind(Request.Put request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Put request, Turn turn, long ticket) {
        TaskDefinition wanted = request.definition();
        Task listed = turn.tasks().find(wanted.name());
        Optional<Refusal> refusal = refusal(request, turn, listed);
        if (refusal.isPresent()) {
            turn.answer(ticket, Answer.refused(refusal.get()));
        } else if (listed == null) {
            new Creation(turn).begin(request, ticket, Optional.of(new Change(Kind.CREATED, turn.revision())));
        } else if (listed.definition().equals(wanted)) {
            turn.answer(ticket, Answer.DONE.with(Optional.of(new Change(Kind.UNCHANGED, listed.revision()))));
        } else {
            change(listed, request, turn, ticket);
        }
    }

    /** Why it can't be carried out; empty when it can. */
    static Optional<Refusal> refusal(Request.Put request, Turn turn, @Nullable Task listed) {
        if (turn.draining()) {
            return Gate.shuttingDown();
        } else if (listed != null && listed.removing()) {
            return Optional.of(Creation.listed(listed));
        }
        Optional<Refusal> stale = listed == null
                ? Gate.absent(request.name(), request.expected())
                : Gate.stale(listed, request.expected());
        return stale.isPresent() ? stale : new Creation(turn).refusal(request.definition());
    }

    private static void change(Task listed, Request.Put request, Turn turn, long ticket) {
        Optional<Change> change = Optional.of(new Change(Kind.CHANGED, turn.revision()));
        Task still = new RollingRestart(turn).interrupt(listed);
        Task task = still.with(still.pending()
                .with(still.pending().waiters().stream().map(Waiter::kept).toList()));
        Span span = new Span(0, Math.max(task.size(), request.definition().replicas()));
        Waiter waiter = new Waiter(ticket, Until.STARTED, span, turn.now(), change, null);
        new Amendment(turn, request.definition()).carryOut(request.patient() ? task.with(waiter) : task);
        if (!request.patient()) {
            turn.answer(ticket, Answer.DONE.with(change));
        }
    }
}
