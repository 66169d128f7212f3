package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.WaitingRequest.Until;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The listed task of an admitted request, and the replicas that the request targets. */
final class AdmittedTask {
    private final Transition transition;
    private final long ticket;
    private final Task task;
    private final Span span;

    private AdmittedTask(Transition transition, long ticket, Task task, Span span) {
        this.transition = transition;
        this.ticket = ticket;
        this.task = task;
        this.span = span;
    }

    /** The target of a request; null if the request was refused. */
    static @Nullable AdmittedTask of(Transition transition, Target target, long ticket) {
        Optional<Refusal> closed = new Refusals(transition).closed(target);
        Task task = transition.tasks().find(target.task());
        if (task == null || closed.isPresent()) {
            closed.ifPresent(why -> transition.answer(ticket, Answer.refused(why)));
            return null;
        }
        return new AdmittedTask(transition, ticket, task, target.of(task.definition()));
    }

    Task task() {
        return task;
    }

    Span span() {
        return span;
    }

    /** The task after its update, if any, was ended; a request to stop or restart the whole task ends one. */
    Task interrupted() {
        return new RollingUpdate(transition).interrupt(task, "another request came");
    }

    void refuse(Refusal why) {
        transition.answer(ticket, Answer.refused(why));
    }

    void refuseNotRunning() {
        refuse(new Refusal(
                Refusal.Reason.NOT_RUNNING,
                "task '" + task.name() + "' is " + task.condition()
                        + ", and none of its processes runs; start it first"));
    }

    /** The change that a request has made to the task. */
    Optional<Change> change(Task after, Kind kind) {
        return Optional.of(new Change(kind, differs(after) ? transition.revision() : task.revision()));
    }

    /**
     * Whether the desired state differs. Comparing the counts is enough: no request both holds and releases replicas.
     */
    boolean differs(Task after) {
        return task.record().stopped().count() != after.record().stopped().count();
    }

    /** A cron task that was stopped as a whole fires again when one of its replicas is started. */
    Task fires(Task after) {
        return after.status().nextFire() == null ? new Fires(transition).schedule(after) : after;
    }

    /**
     * Starts the replicas that are to start. A request that waits is answered when {@code until} is reached, any other
     * at once.
     */
    void proceed(Task after, Until until, Optional<Change> change, boolean waits) {
        Task revised = differs(after) ? after.revised(transition.revision()) : after;
        WaitingRequest waiter = new WaitingRequest(ticket, until, span, transition.now(), change, null);
        transition.lifecycle().attempt(waits ? revised.with(waiter) : revised);
        if (!waits) {
            transition.answer(ticket, Answer.DONE.with(change));
        }
    }
}
