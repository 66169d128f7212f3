package io.meproc.task;

import static io.meproc.task.Refusal.Reason.EXISTS;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.Waiter.Until;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists tasks, changes what is asked of them, and removes them. */
final class Requests {
    private final Turn turn;
    private final Gate gate;

    Requests(Turn turn) {
        this.turn = turn;
        this.gate = new Gate(turn);
    }

    void start(Request.Start request, long ticket) {
        TaskDefinition definition = request.definition();
        Task listed = turn.tasks().find(definition.name());
        Optional<Refusal> refusal = turn.draining()
                ? Gate.shuttingDown()
                : listed == null ? possible(definition) : Optional.of(listed(listed));
        refusal.ifPresentOrElse(
                why -> turn.answer(ticket, Answer.refused(why)),
                () -> begin(new Request.Put(definition, null, request.patient()), ticket, Optional.empty()));
    }

    void put(Request.Put request, long ticket) {
        TaskDefinition wanted = request.definition();
        Task listed = turn.tasks().find(wanted.name());
        Optional<Refusal> refusal = refusal(request, listed);
        if (refusal.isPresent()) {
            turn.answer(ticket, Answer.refused(refusal.get()));
        } else if (listed == null) {
            Change created = new Change(Kind.CREATED, turn.revision());
            begin(request, ticket, Optional.of(created));
        } else if (listed.definition().equals(wanted)) {
            turn.answer(ticket, Answer.DONE.with(Optional.of(new Change(Kind.UNCHANGED, listed.revision()))));
        } else {
            change(listed, request, ticket);
        }
    }

    /** Answers as {@link #put} would, and does nothing. */
    void attempt(Request.Put request, long ticket) {
        Task listed = turn.tasks().find(request.name());
        Optional<Refusal> refusal = refusal(request, listed);
        if (refusal.isPresent()) {
            turn.answer(ticket, Answer.refused(refusal.get()));
        } else {
            turn.answer(ticket, Answer.done(daemons(request)).with(Optional.of(foreseen(request, listed))));
        }
    }

    private static Change foreseen(Request.Put request, @Nullable Task listed) {
        if (listed == null) {
            return new Change(Kind.CREATED, 0);
        }
        boolean same = listed.definition().equals(request.definition());
        return new Change(same ? Kind.UNCHANGED : Kind.CHANGED, listed.revision());
    }

    private Optional<Refusal> refusal(Request.Put request, @Nullable Task listed) {
        if (turn.draining()) {
            return Gate.shuttingDown();
        } else if (listed != null && listed.standing().removing()) {
            return Optional.of(listed(listed));
        }
        Optional<Refusal> stale = listed == null
                ? Gate.absent(request.name(), request.expected())
                : Gate.stale(listed, request.expected());
        return stale.isPresent() ? stale : possible(request.definition());
    }

    private Optional<Refusal> possible(TaskDefinition definition) {
        Optional<Refusal> full = gate.full(definition);
        return full.isPresent() ? full : gate.circle(definition);
    }

    private static Refusal listed(Task task) {
        return new Refusal(EXISTS, "task '" + task.name() + "' is listed as " + task.condition());
    }

    private void begin(Request.Put request, long ticket, Optional<Change> change) {
        TaskDefinition definition = request.definition();
        boolean patient = request.patient();
        Task task = Task.of(definition, turn.revision(), request.starts() ? Wish.NONE : Wish.REST);
        boolean cron = definition.type() == TaskType.CRON;
        boolean waits = patient && !cron && request.starts();
        Waiter waiter = new Waiter(ticket, Until.CREATED, Span.of(definition), turn.now(), change, null);
        if (!request.starts()) {
            turn.put(task);
        } else if (cron) {
            turn.put(turn.conduct().schedule(task));
        } else {
            turn.conduct().attemptAll(patient ? task.with(task.standing().with(waiter)) : task);
        }
        if (!waits) {
            turn.answer(ticket, Answer.done(daemons(request)).with(change));
        }
    }

    private String daemons(Request.Put request) {
        return Remarks.daemons(new Dependencies(turn.tasks()).daemons(request.definition()));
    }

    private void change(Task listed, Request.Put request, long ticket) {
        Optional<Change> change = Optional.of(new Change(Kind.CHANGED, turn.revision()));
        Task still = new RollingRestart(turn).interrupt(listed);
        Task task = still.with(still.standing()
                .with(still.standing().waiters().stream().map(Waiter::kept).toList()));
        Span span = new Span(0, Math.max(task.size(), request.definition().replicas()));
        Waiter waiter = new Waiter(ticket, Until.STARTED, span, turn.now(), change, null);
        new Amendment(turn, request.definition())
                .carryOut(request.patient() ? task.with(task.standing().with(waiter)) : task);
        if (!request.patient()) {
            turn.answer(ticket, Answer.DONE.with(change));
        }
    }

    void remove(Request.Remove request, long ticket) {
        Task task = turn.tasks().find(request.name());
        Optional<Refusal> refusal = task == null ? Gate.unknown(request.name()) : Gate.stale(task, request.expected());
        if (task == null || refusal.isPresent()) {
            refusal.ifPresent(why -> turn.answer(ticket, Answer.refused(why)));
            return;
        }
        turn.queue().overtake(request);
        Waiter waiter = new Waiter(ticket, Until.GONE, Span.of(task.definition()), turn.now(), Optional.empty(), null);
        turn.conduct().remove(request.patient() ? task.with(task.standing().with(waiter)) : task);
        if (!request.patient()) {
            turn.answer(ticket, Answer.DONE);
        }
    }
}
