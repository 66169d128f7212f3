package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.cron.At;
import java.util.Optional;

/** Lists a new task and starts it. */
final class Creation {
    private final Transition transition;
    private final Refusals refusals;

    Creation(Transition transition) {
        this.transition = transition;
        this.refusals = new Refusals(transition);
    }

    /** The refusal if no task can be listed with this definition, empty otherwise. */
    Optional<Refusal> refusal(TaskDefinition definition) {
        if (definition.cron() instanceof At at && !at.instant().isAfter(transition.wallNow())) {
            return Optional.of(new Refusal(
                    Refusal.Reason.INVALID_FIELD,
                    "at: " + at.instant() + " has passed; a new task takes a time to come"));
        }
        Optional<Refusal> full = refusals.full(definition);
        return full.or(() -> refusals.hooks(definition)).or(() -> refusals.cycle(definition));
    }

    static Refusal listed(Task task) {
        String how = task.removing()
                ? "' is being removed; send the request again when it is no longer listed"
                : "' is listed as " + task.condition();
        return new Refusal(Refusal.Reason.EXISTS, "task '" + task.name() + how);
    }

    /** A remark about dependencies that are daemons; empty without any. */
    String daemons(TaskDefinition definition) {
        return Remarks.daemons(new Dependencies(transition.tasks()).daemons(definition));
    }

    void begin(Request.Put request, long ticket, Optional<Change> change) {
        TaskDefinition definition = request.definition();
        boolean waits = request.waits();
        Task task = new Expectations(transition).begin(Task.of(definition, transition.revision(), !request.starts()));
        boolean cron = definition.type() == TaskType.CRON;
        boolean answersLater = waits && !cron && request.starts();
        WaitingRequest waiter =
                new WaitingRequest(ticket, Until.CREATED, Span.of(definition), transition.now(), change, null);
        if (!request.starts()) {
            transition.put(task);
        } else if (cron) {
            transition.put(new Fires(transition).schedule(task));
        } else {
            transition.lifecycle().attemptAll(waits ? task.with(waiter) : task);
        }
        if (!answersLater) {
            transition.answer(ticket, Answer.done(daemons(definition)).with(change));
        }
    }
}
