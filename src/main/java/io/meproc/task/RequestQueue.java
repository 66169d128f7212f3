package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out each request after the process side has answered its checks.
 *
 * <p>Requests that start or change a task are carried out in the order of their arrival. A stop, a removal and a
 * signal are carried out at once, so that a slow check can't delay them. A stop also ends the pending starts before
 * it.
 */
final class RequestQueue {
    private final Transition transition;

    RequestQueue(Transition transition) {
        this.transition = transition;
    }

    void arrive(long ticket, SentRequest sent) {
        Request request = sent.request();
        PendingRequest pending = new PendingRequest(ticket, sent, identity(request));
        boolean waits = transition.pending().queue(request.name()).stream()
                .anyMatch(earlier -> RequestHandlers.of(request).queuesBehind(request, earlier.request()));
        if (waits) {
            transition.pending(transition.pending().with(pending));
        } else {
            begin(pending);
            processQueue(request.name());
        }
    }

    /** The process side has answered a check for this ticket. */
    void checked(long ticket, @Nullable Refusal refusal) {
        PendingRequest pending = transition.pending().find(ticket);
        if (pending == null) {
            return;
        }
        if (refusal != null) {
            drop(pending, Answer.refused(refusal));
        } else if (identity(pending.request()) == pending.task()) {
            check(pending, pending.checks().subList(1, pending.checks().size()));
        } else {
            begin(pending);
        }
        processQueue(pending.request().name());
    }

    /** Sends the answer after the leftovers of the task's runs have been ended. */
    void answerSwept(long ticket, String task, Answer answer) {
        if (answer.refusal().isPresent()) {
            transition.answer(ticket, answer);
        } else {
            transition.pending(transition.pending().sweeping(ticket, answer));
            transition.sweep(ticket, task);
        }
    }

    /** The processes that a sweep for this ticket has found are gone, or can't be ended. */
    void swept(long ticket, @Nullable Refusal refusal) {
        Answer answer = transition.pending().sweeping(ticket);
        if (answer != null) {
            transition.pending(transition.pending().swept(ticket));
            transition.answer(ticket, refusal == null ? answer : Answer.refused(refusal));
        } else {
            checked(ticket, refusal);
        }
    }

    /** Ends the pending starts of a task that a later request stops. */
    void overtake(Request.Stop stop) {
        transition.pending().queue(stop.name()).stream()
                .filter(earlier -> StopHandler.overtakes(stop, earlier.request()))
                .forEach(earlier -> drop(earlier, Answer.done("a stop that came later was carried out instead")));
    }

    /** Refuses the pending requests for a task that is being removed. */
    void overtake(Request.Remove remove) {
        transition.pending().queue(remove.name()).forEach(earlier -> drop(earlier, removed(remove.name())));
    }

    /** Refuses all pending requests, since the service shuts down. */
    void close() {
        transition.pending().all().forEach(pending -> drop(pending, Answer.refused(Refusal.SHUTTING_DOWN)));
    }

    private void begin(PendingRequest pending) {
        Request request = pending.request();
        Task listed = transition.tasks().find(request.name());
        long named = listed == null ? 0 : listed.identity();
        if (pending.task() != 0 && pending.task() != named) {
            drop(pending, removed(request.name()));
        } else if (transition.obstacle() != null) {
            drop(pending, Answer.refused(transition.obstacle()));
        } else {
            List<Order> checks = transition.draining()
                    ? List.of()
                    : RequestHandlers.of(request).checks(request, listed);
            check(pending.named(named), checks);
        }
    }

    private void check(PendingRequest pending, List<Order> checks) {
        if (checks.isEmpty() && transition.obstacle() != null) {
            drop(pending, Answer.refused(transition.obstacle()));
        } else if (checks.isEmpty()) {
            transition.pending(transition.pending().without(pending));
            new RequestAudit(transition, pending).carryOut();
        } else {
            transition.pending(transition.pending().with(pending.with(checks)));
            if (checks.get(0) instanceof Order.Sweep sweep && sweep.task() != null) {
                transition.sweep(pending.ticket(), sweep.task());
            } else {
                transition.check(pending.ticket(), checks.get(0));
            }
        }
    }

    private void processQueue(String task) {
        PendingRequest next = transition.pending().first(task).orElse(null);
        while (next != null && next.queued()) {
            begin(next);
            next = transition.pending().first(task).orElse(null);
        }
    }

    private void drop(PendingRequest pending, Answer answer) {
        transition.pending(transition.pending().without(pending));
        transition.answer(pending.ticket(), answer);
    }

    private static Answer removed(String task) {
        return Answer.refused(Refusal.Reason.REMOVED, "task '" + task + "' was removed meanwhile");
    }

    private long identity(Request request) {
        Task listed = transition.tasks().find(request.name());
        return listed == null ? 0 : listed.identity();
    }
}
