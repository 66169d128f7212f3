package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.cron.CronPattern;
import java.time.Instant;
import java.util.List;

/** Starts, stops and schedules whole tasks. */
final class Lifecycle {
    private final Transition transition;

    Lifecycle(Transition transition) {
        this.transition = transition;
    }

    /** Starts those replicas that are to start, or has them wait for what their task depends on. */
    void attempt(Task task) {
        List<String> blockers = task.waiting() ? new Dependencies(transition.tasks()).blockers(task) : List.of();
        if (blockers.isEmpty()) {
            launch(task);
        } else {
            Task waiting = task.attempted(transition.now());
            transition.put(waiting);
            transition.report(new TaskEvent.TaskWaits(task.name(), blockers));
            settle(waiting);
        }
    }

    private void launch(Task task) {
        Indices due = task.pending().starts();
        boolean whole = due.count() > 0
                && due.count() == task.size() - task.record().stopped().count();
        Task started = (whole ? task.starting(transition.now()) : task).waitingNoMore();
        for (int index = 0; due.count() > 0 && index < task.size(); index++) {
            started = due.contains(index) ? transition.apply(started, index, ReplicaState::start) : started;
        }
        transition.put(started);
        settle(started);
    }

    /** Has all replicas start, but for those that are to stay stopped. */
    void attemptAll(Task task) {
        attempt(task.toStart(
                Indices.of(new Span(0, task.size())).without(task.record().stopped())));
    }

    /** Stops every replica. */
    Task stop(Task task) {
        return stop(task, task.live() > 0);
    }

    /** Stops these replicas, and has them stay stopped; a cron task that is stopped as a whole fires no more. */
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
        transition.fellSilent();
        return held.held() ? unscheduled(held) : held;
    }

    /** Stops the task and forgets it. */
    void remove(Task task) {
        remove(task, task.live() > 0 || task.status().lastStart() != null);
    }

    /** Forgets a task of which nothing ever ran. */
    void discard(Task task) {
        remove(task, false);
    }

    /** Stops the task because the service ends. What is wanted of it stays; what waits for a start of it is refused. */
    void end(Task task) {
        Task quiet = unscheduled(new RollingRestart(transition).interrupt(task, "Meproc is shutting down"));
        Task waiting = quiet.with(quiet.pending().with(refused(quiet.pending().waiters())));
        Task ended = transition.all(
                waiting.waitingNoMore().stopping(task.live() > 0),
                (state, t) -> state instanceof ReplicaState.Ended ? state : state.stop(t));
        transition.put(ended);
        settle(ended);
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
        return transition.all(task.stopping(worthReporting), ReplicaState::stop);
    }

    private void remove(Task task, boolean worthReporting) {
        Task removing = stop(unscheduled(task), worthReporting);
        Task marked = removing.hold(Indices.of(new Span(0, task.size())))
                .revised(transition.revision())
                .removed();
        transition.put(marked);
        settle(marked);
    }

    /** Starts what waited for something that has ended. */
    void release() {
        for (String name : transition.tasks().waiting()) {
            Task task = transition.tasks().find(name);
            if (task != null && !new Dependencies(transition.tasks()).blocked(task)) {
                launch(task);
            }
        }
    }

    private Task unscheduled(Task task) {
        if (task.status().nextFire() == null) {
            return task;
        }
        transition.unschedule(task.name());
        return task.fires(null);
    }

    /** Notes when the task's pattern fires next, in place of what was noted before. */
    Task schedule(Task task) {
        CronPattern cron = task.definition().cron();
        if (cron == null || task.held()) {
            return unscheduled(task);
        }
        Instant fire =
                cron.next(transition.wallNow(), transition.rules().zone()).orElse(null);
        if (fire == null) {
            return unscheduled(task);
        }
        transition.schedule(task.name(), fire);
        return task.fires(fire);
    }

    /** Notes anew when every pattern fires next, since the clock shows times again that it has shown before. */
    void reschedule() {
        transition.tasks().stream()
                .filter(task -> task.status().nextFire() != null)
                .toList()
                .forEach(task -> transition.put(schedule(task)));
    }

    /** Starts a cron task whose time has come, unless its last run is still going. */
    void due(String name) {
        Task task = transition.tasks().find(name);
        Instant fire = task == null ? null : task.status().nextFire();
        if (task == null || fire == null) {
            return;
        }
        Task scheduled = schedule(task);
        transition.put(scheduled);
        if (fire.isAfter(transition.wallNow())) {
            // The clock was set back meanwhile.
            return;
        }
        if (task.live() > 0) {
            transition.report(new TaskEvent.FireSkipped(name, fire, "its last run is still going"));
        } else if (task.waiting()) {
            transition.report(new TaskEvent.FireSkipped(name, fire, "its last start still waits for other tasks"));
        } else {
            attemptAll(scheduled);
        }
        new MissedFires(transition, task, fire).report();
    }

    /** Says what can be said once nothing of the task is on its way any more. */
    void settle(Task arrived) {
        Task task = new RollingRestart(transition).goOn(arrived);
        PendingWork pending = task.pending();
        if (!pending.stopUnreported()
                && !pending.startUnreported()
                && !task.removing()
                && pending.waiters().isEmpty()) {
            return;
        }
        boolean stopped = pending.stopUnreported() && !task.tally().any(STOPPING, ABORTING, STUCK);
        boolean started = pending.startUnreported() && !task.tally().any(STARTING, ABORTING, STOPPING, STUCK);
        if (stopped) {
            transition.report(
                    new TaskEvent.TaskStopped(task.name(), task.definition().command()));
        }
        Completion settlement = new Completion(transition, task.with(pending.reported(stopped, started)));
        if (started) {
            settlement.started();
        }
        settlement.conclude();
    }
}
