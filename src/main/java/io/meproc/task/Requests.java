package io.meproc.task;

import static io.meproc.task.Refusal.Reason.EXISTS;
import static io.meproc.task.Refusal.Reason.INVALID_FIELD;
import static io.meproc.task.Refusal.Reason.SHUTTING_DOWN;
import static io.meproc.task.Refusal.Reason.UNKNOWN_TASK;

import io.meproc.task.Standing.Until;
import io.meproc.task.Standing.Waiter;
import java.util.List;
import java.util.Optional;

/** Says whether a request can be carried out, and sets it going. */
final class Requests {
    private final Turn turn;

    Requests(Turn turn) {
        this.turn = turn;
    }

    void start(Request.Start request, long ticket) {
        TaskDefinition definition = request.definition();
        Task listed = turn.tasks().find(definition.name());
        Optional<List<String>> cycle = new Dependencies(turn.tasks()).cycle(definition);
        if (turn.draining()) {
            shuttingDown(ticket);
        } else if (listed != null) {
            refuse(ticket, EXISTS, "task '" + definition.name() + "' is listed as " + listed.condition());
        } else if (cycle.isPresent()) {
            refuse(ticket, INVALID_FIELD, "deps: a circle, " + String.join(" -> ", cycle.get()));
        } else {
            begin(Task.of(definition), ticket, request.patient());
        }
    }

    private void begin(Task task, long ticket, boolean patient) {
        if (task.definition().type() == TaskType.CRON) {
            turn.put(turn.conduct().schedule(task));
            turn.answer(ticket, Answer.DONE);
        } else {
            proceed(task, ticket, patient, Until.CREATED);
        }
    }

    void restart(Request.Restart request, long ticket) {
        Task task = turn.tasks().find(request.name());
        if (turn.draining()) {
            shuttingDown(ticket);
        } else if (task == null) {
            unknown(ticket, request.name());
        } else if (task.standing().removing()) {
            refuse(ticket, UNKNOWN_TASK, "task '" + request.name() + "' is being removed");
        } else {
            proceed(turn.conduct().stop(task), ticket, request.patient(), Until.STARTED);
        }
    }

    private void proceed(Task task, long ticket, boolean patient, Until until) {
        Task waited = patient ? task.with(task.standing().with(new Waiter(ticket, until, turn.now()))) : task;
        turn.conduct().attempt(waited);
        if (!patient) {
            turn.answer(ticket, Answer.DONE);
        }
    }

    void remove(Request.Remove request, long ticket) {
        Task task = turn.tasks().find(request.name());
        if (task == null) {
            unknown(ticket, request.name());
            return;
        }
        boolean patient = request.patient();
        turn.conduct()
                .remove(patient ? task.with(task.standing().with(new Waiter(ticket, Until.GONE, turn.now()))) : task);
        if (!patient) {
            turn.answer(ticket, Answer.DONE);
        }
    }

    private void shuttingDown(long ticket) {
        refuse(ticket, SHUTTING_DOWN, "Meproc is shutting down and takes no more requests");
    }

    private void unknown(long ticket, String name) {
        refuse(ticket, UNKNOWN_TASK, "no task '" + name + "' is listed");
    }

    private void refuse(long ticket, Refusal.Reason reason, String detail) {
        turn.answer(ticket, Answer.refused(reason, detail));
    }
}
