package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import java.util.Optional;

/** Pauses the schedule of a task, or resumes it. Runs, and requests to run it, are not affected. */
final class SwitchScheduleHandler implements RequestHandler<Request.SwitchSchedule> {
    @Override
    public boolean queuesBehind(Request.SwitchSchedule request, Request earlier) {
        return true;
    }

    @Override
    public void carryOut(Request.SwitchSchedule request, Transition transition, long ticket) {
        AdmittedTask admitted = AdmittedTask.of(transition, request.target(), ticket);
        if (admitted == null) {
            return;
        }
        Task task = admitted.task();
        if (task.definition().type() != TaskType.CRON) {
            admitted.refuse(new Refusal(
                    Refusal.Reason.NOT_SCHEDULED,
                    "task '" + task.name() + "' is of the type '"
                            + task.definition().type().word()
                            + "' and has no schedule; pause and resume are for cron tasks"));
            return;
        }
        boolean paused = task.status().schedule().kept().pausedSince() != null;
        if (paused == request.pauses()) {
            transition.answer(ticket, Answer.DONE.with(Optional.of(new Change(Kind.UNCHANGED, task.revision()))));
            return;
        }
        Fires fires = new Fires(transition);
        Task changed = request.pauses() ? fires.paused(task) : fires.resumed(task);
        new Starts(transition).put(changed.revised(transition.revision()));
        transition.answer(
                ticket,
                Answer.DONE.with(
                        Optional.of(new Change(request.pauses() ? Kind.PAUSED : Kind.RESUMED, transition.revision()))));
        new Starts(transition).proceed(task.name());
    }
}
