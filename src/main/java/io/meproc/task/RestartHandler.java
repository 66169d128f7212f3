package io.meproc.task;

import io.meproc.task.Waiter.Until;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops a listed task and starts it again. */
final class RestartHandler implements RequestHandler<Request.Restart> {
    @Override
    public List<Order> checks(Request.Restart request, @Nullable Task listed) {
        return Beforehand.restart(listed, request.target().index());
    }

    @Override
    public boolean queuesBehind(Request.Restart request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.Restart request, Turn turn, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(turn, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Span span = admitted.span();
        Task restarted = request.target().index() == null
                ? turn.conduct().stop(admitted.interrupted())
                : turn.apply(admitted.interrupted(), span.first(), ReplicaState::stop);
        admitted.proceed(
                admitted.fires(restarted.toStart(Indices.of(span))),
                Until.STARTED,
                Optional.empty(),
                request.patient());
    }
}
