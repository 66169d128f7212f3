package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.Starts.Decision;
import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.occasion.Occasion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a once or cron task now. The overlap policy of the task applies as for a fire. */
final class RunNowHandler implements RequestHandler<Request.RunNow> {
    @Override
    public List<Order> checks(Request.RunNow request, @Nullable Task listed) {
        return PreStartOrders.sweep(listed);
    }

    @Override
    public boolean queuesBehind(Request.RunNow request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.RunNow request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task task = admitted.task();
        TaskType type = task.definition().type();
        if (type == TaskType.DAEMON) {
            admitted.refuse(new Refusal(
                    Refusal.Reason.NOT_SCHEDULED,
                    "task '" + task.name() + "' is a daemon, which runs all the time; start or restart it"));
            return;
        } else if (type == TaskType.CRON && task.held()) {
            admitted.refuse(
                    new Refusal(Refusal.Reason.NOT_RUNNING, "task '" + task.name() + "' is stopped; start it first"));
            return;
        }
        Occasion occasion = new Occasion(Occasion.Kind.REQUEST, transition.wallNow(), request.parameters());
        Starts starts = new Starts(transition);
        Decision decision = starts.decision(task, occasion);
        if (decision == Decision.REFUSED) {
            admitted.refuse(new Refusal(
                    Refusal.Reason.OVERLAPS,
                    "task '" + task.name() + "' was not run: " + starts.obstacle(task, occasion) + " (overlap: "
                            + task.definition().behaviour().schedule().overlap().text() + ")"));
        } else if (decision == Decision.QUEUED) {
            starts.begin(task, occasion);
            transition.answer(ticket, Answer.DONE.with(Optional.of(new Change(Kind.QUEUED, task.revision()))));
        } else {
            Task released = type == TaskType.CRON ? task : task.released(Indices.of(new Span(0, task.size())));
            Task wanted = starts.started(released, occasion);
            admitted.proceed(wanted, Until.STARTED, admitted.change(wanted, Kind.STARTED), request.waits());
            starts.watchDeadline(task.name());
        }
    }
}
