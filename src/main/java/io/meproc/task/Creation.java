package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Waiter.Until;
import java.util.Optional;

/** Lists a new task and starts it. */
final class Creation {
    private final Turn turn;
    private final Gate gate;

    Creation(Turn turn) {
        this.turn = turn;
        this.gate = new Gate(turn);
    }

    /** Why no task can have this definition; empty when one can. */
    Optional<Refusal> refusal(TaskDefinition definition) {
        Optional<Refusal> full = gate.full(definition);
        return full.isPresent() ? full : gate.circle(definition);
    }

    static Refusal listed(Task task) {
        String how = task.removing()
                ? "' is being removed; send the request again when it is no longer listed"
                : "' is listed as " + task.condition();
        return new Refusal(Refusal.Reason.EXISTS, "task '" + task.name() + how);
    }

    /** A remark about dependencies on daemons; empty when there are none. */
    String daemons(TaskDefinition definition) {
        return Remarks.daemons(new Dependencies(turn.tasks()).daemons(definition));
    }

    void begin(Request.Put request, long ticket, Optional<Change> change) {
        TaskDefinition definition = request.definition();
        boolean patient = request.patient();
        Task task = Task.of(definition, turn.revision(), !request.starts());
        boolean cron = definition.type() == TaskType.CRON;
        boolean waits = patient && !cron && request.starts();
        Waiter waiter = new Waiter(ticket, Until.CREATED, Span.of(definition), turn.now(), change, null);
        if (!request.starts()) {
            turn.put(task);
        } else if (cron) {
            turn.put(turn.conduct().schedule(task));
        } else {
            turn.conduct().attemptAll(patient ? task.with(waiter) : task);
        }
        if (!waits) {
            turn.answer(ticket, Answer.done(daemons(definition)).with(change));
        }
    }
}
