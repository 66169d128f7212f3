package io.meproc.task;

import io.meproc.task.WaitingRequest.Until;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops a listed task and starts it again. */
final class RestartHandler implements RequestHandler<Request.Restart> {
    @Override
    public List<Order> checks(Request.Restart request, @Nullable Task listed) {
        return PreStartOrders.restart(listed, request.target().index());
    }

    /** The replicas of a span; those that run alone where each replica runs for an occasion of its own, or the first. */
    private static Indices restarts(Task task, Span span) {
        if (!task.definition().behaviour().schedule().overlap().slots()) {
            return Indices.of(span);
        }
        Indices live = Indices.of(span, index -> task.replica(index).phase().live());
        return live.count() > 0 ? live : Indices.of(new Span(span.first(), span.first() + 1));
    }

    @Override
    public boolean queuesBehind(Request.Restart request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Restart request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Span span = admitted.span();
        Task restarted = request.target().index() == null
                ? transition.lifecycle().stop(admitted.interrupted())
                : transition.apply(admitted.task(), span.first(), ReplicaState::stop);
        admitted.proceed(
                admitted.fires(restarted.toStart(restarts(admitted.task(), span))),
                Until.STARTED,
                Optional.empty(),
                request.waits());
    }
}
