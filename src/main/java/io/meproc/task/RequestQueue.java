package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries each request out when the process side has checked it.
 *
 * <p>Requests that start or change something of a task are carried out in the order of their arrival. A stop, a removal and a signal are
 * carried out at once, since nothing that the process side waits for may hold them up; a stop ends the starts that still wait before it.
 */
final class RequestQueue {
    private final Turn turn;

    RequestQueue(Turn turn) {
        this.turn = turn;
    }

    /** A request has arrived. */
    void arrive(long ticket, Request request) {
        PendingRequest pending = new PendingRequest(ticket, request, identity(request), List.of());
        boolean waits = turn.pending().queue(request.name()).stream()
                .anyMatch(earlier -> RequestHandlers.of(request).queuesBehind(request, earlier.request()));
        if (waits) {
            turn.pending(turn.pending().with(pending));
        } else {
            begin(pending);
            goOn(request.name());
        }
    }

    /** The process side has answered a check for this ticket. */
    void checked(long ticket, @Nullable Refusal refusal) {
        PendingRequest pending = turn.pending().find(ticket);
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
        goOn(pending.request().name());
    }

    /** Answers once nothing is left of what the runs of the task have left behind. */
    void answerSwept(long ticket, String task, Answer answer) {
        if (answer.refusal().isPresent()) {
            turn.answer(ticket, answer);
        } else {
            turn.pending(turn.pending().sweeping(ticket, answer));
            turn.sweep(ticket, task);
        }
    }

    /** The process side has swept for this ticket. */
    void swept(long ticket, @Nullable Refusal refusal) {
        Answer answer = turn.pending().sweeping(ticket);
        if (answer != null) {
            turn.pending(turn.pending().swept(ticket));
            turn.answer(ticket, refusal == null ? answer : Answer.refused(refusal));
        }
    }

    /** Ends the starts of a task that wait, since it is stopped by a request that came later. */
    void overtake(Request.Stop stop) {
        turn.pending().queue(stop.name()).stream()
                .filter(earlier -> StopHandler.overtakes(stop, earlier.request()))
                .forEach(earlier -> drop(earlier, Answer.done("a stop that came later was carried out instead")));
    }

    /** Refuses what waits for a task that is being removed. */
    void overtake(Request.Remove remove) {
        turn.pending().queue(remove.name()).forEach(earlier -> drop(earlier, removed(remove.name())));
    }

    /** Refuses everything that waits, since the service is ending. */
    void close() {
        turn.pending().all().forEach(pending -> drop(pending, Answer.refused(Refusal.SHUTTING_DOWN)));
    }

    private void begin(PendingRequest pending) {
        Request request = pending.request();
        Task listed = turn.tasks().find(request.name());
        long named = listed == null ? 0 : listed.identity();
        if (pending.task() != 0 && pending.task() != named) {
            drop(pending, removed(request.name()));
        } else {
            List<Order> checks =
                    turn.draining() ? List.of() : RequestHandlers.of(request).checks(request, listed);
            check(new PendingRequest(pending.ticket(), request, named, List.of()), checks);
        }
    }

    private void check(PendingRequest pending, List<Order> checks) {
        if (checks.isEmpty()) {
            turn.pending(turn.pending().without(pending));
            Request request = pending.request();
            RequestHandlers.of(request).carryOut(request, turn, pending.ticket());
        } else {
            turn.pending(turn.pending()
                    .with(new PendingRequest(pending.ticket(), pending.request(), pending.task(), checks)));
            turn.check(pending.ticket(), checks.get(0));
        }
    }

    private void goOn(String task) {
        PendingRequest next = turn.pending().first(task).orElse(null);
        while (next != null && next.queued()) {
            begin(next);
            next = turn.pending().first(task).orElse(null);
        }
    }

    private void drop(PendingRequest pending, Answer answer) {
        turn.pending(turn.pending().without(pending));
        turn.answer(pending.ticket(), answer);
    }

    private static Answer removed(String task) {
        return Answer.refused(Refusal.Reason.REMOVED, "task '" + task + "' was removed meanwhile");
    }

    private long identity(Request request) {
        Task listed = turn.tasks().find(request.name());
        return listed == null ? 0 : listed.identity();
    }
}
