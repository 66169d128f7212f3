package io.meproc.task;

import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.WaitingRequest.Until;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stops a task and keeps it listed. */
final class StopHandler implements RequestHandler<Request.Stop> {
    @Override
    public boolean queuesBehind(Request.Stop request, Request earlier) {
        return request.target().index() != null && starts(earlier) && index(earlier) == null;
    }

    /** Whether the earlier request, which is pending, would start what the stop targets. */
    static boolean overtakes(Request.Stop stop, Request earlier) {
        Integer index = stop.target().index();
        return starts(earlier) && (index == null || index.equals(index(earlier)));
    }

    private static boolean starts(Request earlier) {
        return earlier instanceof Request.StartAgain
                || earlier instanceof Request.Restart
                || earlier instanceof Request.Roll;
    }

    private static @Nullable Integer index(Request earlier) {
        return earlier instanceof Request.StartAgain again
                ? again.target().index()
                : earlier instanceof Request.Restart restart ? restart.target().index() : null;
    }

    @Override
    public void carryOut(Request.Stop request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        transition.queue().overtake(request);
        Task task = admitted.task();
        if (over(task, admitted.span())) {
            transition.answer(ticket, Answer.DONE.with(admitted.change(task, Kind.UNCHANGED)));
            return;
        }
        boolean whole = request.target().index() == null;
        Task held = transition.lifecycle().hold(whole ? admitted.interrupted() : task, admitted.span());
        Kind kind = admitted.differs(held) ? Kind.STOPPED : Kind.UNCHANGED;
        admitted.proceed(held, Until.STOPPED, admitted.change(held, kind), request.waits());
    }

    /**
     * Whether these replicas have run once and ended. They keep the phases finished and failed, and a later start of
     * stopped tasks does not include them.
     */
    private static boolean over(Task task, Span span) {
        return task.definition().type() == TaskType.ONCE
                && IntStream.range(span.first(), span.end())
                        .allMatch(index -> task.replica(index).state() instanceof ReplicaState.Ended
                                && !task.held(index)
                                && !task.starts(index));
    }
}
