package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.update.UpdateKind;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the definition of a listed task. A new command or type restarts the replicas; other fields apply from
 * their next use on. A run keeps the time limit and the policy for the exit of its leader that it began with.
 *
 * <p>With a policy for updates, a new command of a daemon is the begin of an update.
 */
final class DefinitionChange {
    private static final Set<Phase> ENDING = Set.of(STOPPING, ABORTING, STUCK);

    private final Transition transition;
    private final TaskDefinition wanted;

    DefinitionChange(Transition transition, TaskDefinition wanted) {
        this.transition = transition;
        this.wanted = wanted;
    }

    /**
     * An update by which the processes are replaced.
     *
     * @param before the definition that comes back if the update fails; null if none does
     * @param kept the replicas that keep their process
     */
    record Replacement(UpdateKind kind, @Nullable TaskDefinition before, Indices kept) {}

    /**
     * Changes a task by request. Of two requests, the later one counts, also during an update.
     *
     * @param waiter waits for the change; null if none does
     */
    void carryOut(Task task, @Nullable WaitingRequest waiter) {
        TaskDefinition before = task.definition();
        Update update = task.pending().update();
        if (update != null && before.command().equals(wanted.command()) && before.type() == wanted.type()) {
            TaskDefinition back = update.record().before();
            TaskDefinition other = back == null ? null : wanted.with(back.command());
            Task narrowed =
                    task.with(task.pending().with(update.with(update.record().within(wanted.replicas(), other))));
            apply(waiter == null ? narrowed : narrowed.with(waiter), null);
        } else {
            Replacement replacement = replacement(task);
            Task superseded = new RollingUpdate(transition).supersede(task);
            apply(
                    waiter == null
                            ? superseded
                            : superseded.with(replacement == null ? waiter : waiter.until(Until.ROLLED)),
                    replacement);
        }
    }

    /** The update for this change; null if the processes are not replaced one after the other. */
    private @Nullable Replacement replacement(Task task) {
        TaskDefinition before = task.definition();
        if (before.command().equals(wanted.command())
                || before.type() != TaskType.DAEMON
                || wanted.type() != TaskType.DAEMON
                || !wanted.behaviour().updates().gated()) {
            return null;
        }
        Update update = task.pending().update();
        TaskDefinition proven = update == null ? null : update.record().before();
        if (update == null || proven == null) {
            return new Replacement(UpdateKind.CHANGE, before, Indices.NONE);
        } else if (!proven.command().equals(wanted.command())) {
            return new Replacement(UpdateKind.CHANGE, proven, Indices.NONE);
        }
        return new Replacement(UpdateKind.CHANGE, null, RollingUpdate.old(task, update.record()));
    }

    /** Changes a task in the course of another operation. */
    void apply(Task task, @Nullable Replacement replacement) {
        TaskDefinition before = task.definition();
        boolean anew =
                replacement == null && (!before.command().equals(wanted.command()) || before.type() != wanted.type());
        Task changed =
                new Expectations(transition).changed(resized(task, before).revised(transition.revision()), before);
        if (!before.with(wanted.replicas()).equals(wanted)) {
            changed = transition.all(changed, (state, replica) -> replica.recovered(state));
        }
        changed = new MemoryReplacements(transition)
                .changed(changed, before.behaviour().limits());
        Indices surplus = Indices.of(new Span(wanted.replicas(), changed.size()));
        changed = stopped(changed.hold(surplus), surplus);
        changed = anew ? renewed(changed, before) : changed;
        boolean rescheduled = !Objects.equals(before.cron(), wanted.cron())
                || !before.behaviour().schedule().sameFires(wanted.behaviour().schedule());
        changed = rescheduled || changed.held() ? new Fires(transition).schedule(changed) : changed;
        reportChange(before);
        changed = replacement == null ? changed : replaced(changed, replacement);
        transition.lifecycle().attempt(anew ? stops(changed, task) : changed);
    }

    /**
     * The task with the replicas that a larger definition adds; surplus replicas from an earlier scale-down count as
     * present.
     */
    private Task resized(Task task, TaskDefinition before) {
        Task resized = task.redefined(wanted);
        if (wanted.replicas() <= before.replicas()) {
            return resized;
        }
        Indices added = Indices.of(new Span(before.replicas(), wanted.replicas()));
        if (task.held()) {
            return resized.hold(added);
        }
        return wanted.type() == TaskType.CRON ? resized.released(added) : resized.toStart(added);
    }

    private static Task stops(Task changed, Task task) {
        return changed.phaseCounts().any(STOPPING, ABORTING)
                        && !task.phaseCounts().any(STOPPING, ABORTING)
                ? changed.stopping(true)
                : changed;
    }

    private Task stopped(Task task, Indices these) {
        Task stopped = task;
        for (int index = 0; these.count() > 0 && index < task.size(); index++) {
            stopped = these.contains(index) ? transition.apply(stopped, index, ReplicaState::stop) : stopped;
        }
        return stopped;
    }

    /** Restarts the replicas whose command or type has changed. */
    private Task renewed(Task task, TaskDefinition before) {
        boolean cron = wanted.type() == TaskType.CRON;
        boolean retyped = before.type() != wanted.type();
        Span kept = new Span(0, Math.min(before.replicas(), wanted.replicas()));
        Indices old = Indices.of(
                kept,
                index -> !task.held(index)
                        && !ENDING.contains(task.replica(index).phase()));
        Indices live = Indices.of(
                kept,
                index -> old.contains(index) && task.replica(index).phase().live());
        Indices backingOff = Indices.of(
                kept,
                index -> old.contains(index) && startsAnyway(task.replica(index).phase()));
        if (cron) {
            return stopped(task, retyped ? live.with(backingOff) : live).toStart(live);
        }
        return stopped(task, live).toStart(retyped ? old : live.with(backingOff));
    }

    /** Whether a replica without a process is started with another command: one that is to run. */
    private boolean startsAnyway(Phase phase) {
        return phase == Phase.BACKING_OFF || (phase == Phase.FAILED && wanted.isDaemon());
    }

    private Task replaced(Task task, Replacement replacement) {
        Indices all = Indices.of(
                Span.of(wanted),
                index -> !task.held(index) && !replacement.kept().contains(index));
        return new RollingUpdate(transition)
                .begun(task, replacement.kind(), "", all, replacement.before(), transition.requester());
    }

    private void reportChange(TaskDefinition before) {
        if (before.replicas() != wanted.replicas()) {
            transition.report(new TaskEvent.TaskScaled(wanted.name(), before.replicas(), wanted.replicas()));
        }
        if (!before.with(wanted.replicas()).equals(wanted)) {
            transition.report(new TaskEvent.TaskChanged(wanted.name()));
        }
    }
}
