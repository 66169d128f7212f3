package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.exit.Requester;
import io.meproc.task.exit.StopPlan;
import java.util.List;

/** Starts, stops and schedules whole tasks. */
final class Lifecycle {
    private final Transition transition;

    Lifecycle(Transition transition) {
        this.transition = transition;
    }

    /** Starts the replicas that are to start, or lets them wait for the dependencies of their task. */
    void attempt(Task task) {
        Waits waits = new Waits(transition);
        List<String> blockers = task.waiting() && !task.leaving() ? waits.blockers(task) : List.of();
        if (task.leaving()) {
            transition.put(task);
            settle(task);
        } else if (blockers.isEmpty()) {
            launch(task);
        } else {
            Task waiting = waits.began(task, blockers);
            transition.put(waiting);
            settle(waiting);
        }
    }

    /** Continues the start of a task that has waited for it in an earlier service process. */
    void attemptAgain(Task task) {
        Waits waits = new Waits(transition);
        List<String> blockers = waits.blockers(task);
        if (blockers.isEmpty()) {
            launch(task);
        } else {
            Task waiting = waits.resumed(task, blockers);
            transition.put(waiting);
            settle(waiting);
        }
    }

    /** Starts the replicas that are to start. */
    void launch(Task task) {
        Indices due = task.pending().starts();
        boolean whole = due.count() > 0
                && due.count() == task.size() - task.record().stopped().count();
        Task started = whole ? task.starting(transition.now()) : task;
        for (int index = 0; due.count() > 0 && index < task.size(); index++) {
            started = due.contains(index) ? transition.apply(started, index, Lifecycle::start) : started;
        }
        Task launched = new Waits(transition).over(started.waitingNoMore());
        transition.put(launched);
        settle(launched);
    }

    /** A restart by policy that had to wait stays one. */
    private static ReplicaState start(ReplicaState state, ReplicaTransition replica) {
        return state instanceof ReplicaState.BackingOff backingOff && replica.alarm() == null
                ? replica.restart(backingOff)
                : state.start(replica);
    }

    /** Starts every replica, except those that are to stay stopped. */
    void attemptAll(Task task) {
        attempt(task.toStart(
                Indices.of(new Span(0, task.size())).without(task.record().stopped())));
    }

    /** Stops every replica. */
    Task stop(Task task) {
        return stop(task, task.live() > 0);
    }

    /** Stops these replicas, and keeps them stopped. A cron task that is stopped as a whole no longer fires. */
    Task hold(Task task, Span span) {
        Task held = task.hold(Indices.of(span));
        for (int index = span.first(); index < span.end(); index++) {
            held = transition.apply(held, index, (state, t) -> t.excused(state));
        }
        if (span.size() == task.definition().replicas()) {
            held = stop(
                    held,
                    task.live() > 0
                            || held.record().stopped().count()
                                    > task.record().stopped().count());
        } else {
            for (int index = span.first(); index < span.end(); index++) {
                held = transition.apply(held, index, ReplicaState::stop);
            }
        }
        return held.held() ? new Fires(transition).ended(held) : held;
    }

    /** Stops the task and forgets it. */
    void remove(Task task) {
        remove(task, task.live() > 0 || task.status().lastStart() != null);
    }

    /** Forgets a task of which no replica ever started. */
    void discard(Task task) {
        remove(task, false);
    }

    /**
     * Stops the task because the service shuts down, after the tasks that need it while they run. Its desired state stays,
     * and so do the starts that are due; requests that wait for a start are refused.
     */
    void end(Task task) {
        boolean later = !transition.killing()
                && new StopOrder(transition.tasks()).before(task).findAny().isPresent();
        if (later) {
            Task due = stillDue(quiet(task));
            Task leaving = due.leaving() ? due : leaving(due);
            transition.put(leaving);
            settle(leaving);
        } else {
            endNow(task);
        }
    }

    /** Stops the task because the service shuts down, whatever needs it. */
    void endNow(Task task) {
        Task due = stillDue(quiet(task));
        Task ended = transition.all(
                due.with(due.pending().leaves(null)).stopping(task.live() > 0),
                (state, t) -> state instanceof ReplicaState.Ended ? state : state.stop(t));
        transition.put(ended);
        settle(ended);
    }

    private Task quiet(Task task) {
        Task quiet = new Fires(transition)
                .unscheduled(new RollingUpdate(transition).interrupt(task, "Meproc is shutting down"));
        return quiet.with(quiet.pending().with(refused(quiet.pending().waiters())));
    }

    /** The task, to be stopped when the tasks that need it have ended. A replica without a process is stopped at once. */
    private Task leaving(Task task) {
        transition.arm(task.name(), TaskAlarm.STOP_OVERDUE, transition.now().plus(StopPlan.MAX_LENGTH));
        return transition.all(
                task.with(task.pending().leaves(transition.requester())),
                (state, t) -> state instanceof ReplicaState.BackingOff ? state.stop(t) : state);
    }

    /** Stops a task that was to be stopped after others. */
    void leave(Task task) {
        if (task.leaving()) {
            transition.disarm(task.name(), TaskAlarm.STOP_OVERDUE);
            overdue(task);
        }
    }

    /** Stops a task that has waited for the end of others for long enough. */
    void overdue(Task task) {
        Requester by = task.pending().leaving();
        if (by == null) {
            return;
        } else if (transition.draining()) {
            endNow(task);
            return;
        }
        Task stopped =
                transition.of(by, () -> transition.all(task.with(task.pending().leaves(null)), ReplicaState::stop));
        attempt(stopped);
    }

    /**
     * The task with the starts that the next service process owes. A daemon is started anyway.
     */
    private static Task stillDue(Task task) {
        if (task.definition().type() == TaskType.DAEMON) {
            return task.waitingNoMore();
        }
        Span all = new Span(0, task.size());
        return task.toStart(Indices.of(all, index -> {
            ReplicaState state = task.replica(index).state();
            return state instanceof ReplicaState.BackingOff
                    || (state instanceof ReplicaState.Stopping stopping && stopping.thenStart())
                    || (state instanceof ReplicaState.Aborting aborting && aborting.thenStart());
        }));
    }

    private List<WaitingRequest> refused(List<WaitingRequest> waiters) {
        return waiters.stream()
                .filter(waiter -> {
                    boolean stays = waiter.until().ends() || waiter.verdict() != null;
                    if (!stays) {
                        transition.answer(waiter.ticket(), Answer.refused(Refusal.SHUTTING_DOWN));
                    }
                    return stays;
                })
                .toList();
    }

    private Task stop(Task task, boolean worthReporting) {
        Task stopping = task.stopping(worthReporting);
        return task.leaving()
                ? stopping
                : new StopOrder(transition.tasks()).waits(task)
                        ? leaving(stopping)
                        : transition.all(stopping, ReplicaState::stop);
    }

    private void remove(Task task, boolean worthReporting) {
        Task removing = stop(new Fires(transition).ended(task), worthReporting);
        new Expectations(transition).end(task);
        new RollingUpdate(transition).disarm(task);
        Task marked = removing.hold(Indices.of(new Span(0, task.size())))
                .revised(transition.revision())
                .removed();
        transition.put(marked);
        settle(marked);
    }

    /** Continues an update, reports a completed start or stop, and answers the requests that waited for it. */
    void settle(Task arrived) {
        Task task = arrived.pending().update() == null ? arrived : new RollingUpdate(transition).resume(arrived);
        PendingWork pending = task.pending();
        if (!pending.stopUnreported()
                && !pending.startUnreported()
                && !task.removing()
                && pending.waiters().isEmpty()) {
            return;
        }
        boolean stopped = pending.stopUnreported()
                && !task.leaving()
                && !task.phaseCounts().any(STOPPING, ABORTING, STUCK);
        boolean started = pending.startUnreported() && !task.phaseCounts().any(STARTING, ABORTING, STOPPING, STUCK);
        if (stopped) {
            transition.report(new TaskEvent.TaskStopped(task.name()));
        }
        Completion completion = new Completion(transition, task.with(pending.reported(stopped, started)));
        if (started) {
            completion.started();
        }
        completion.conclude();
    }
}
