package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.cron.CronPattern;
import java.time.Instant;
import java.util.List;

/** Starts, stops and schedules whole tasks. */
final class Conduct {
    private final Turn turn;

    Conduct(Turn turn) {
        this.turn = turn;
    }

    /** Starts those replicas that are to start, or has them wait for what their task depends on. */
    void attempt(Task task) {
        List<String> blockers = task.waiting() ? new Dependencies(turn.tasks()).blockers(task) : List.of();
        if (blockers.isEmpty()) {
            launch(task);
        } else {
            Task waiting = task.attempted(turn.now());
            turn.put(waiting);
            turn.tell(new News.TaskWaits(task.name(), blockers));
            settle(waiting);
        }
    }

    private void launch(Task task) {
        Indices due = task.pending().starts();
        boolean whole = due.count() > 0
                && due.count() == task.size() - task.record().stopped().count();
        Task started = (whole ? task.starting(turn.now()) : task).waitingNoMore();
        for (int index = 0; due.count() > 0 && index < task.size(); index++) {
            started = due.contains(index) ? turn.apply(started, index, ReplicaState::start) : started;
        }
        turn.put(started);
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
            held = turn.apply(held, index, (state, t) -> t.excused(state));
        }
        if (span.size() == task.definition().replicas()) {
            held = stop(
                    held,
                    task.live() > 0
                            || held.record().stopped().count()
                                    > task.record().stopped().count());
        } else {
            for (int index = span.first(); index < span.end(); index++) {
                held = turn.apply(held, index, ReplicaState::stop);
            }
        }
        turn.fellSilent();
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
        Task quiet = unscheduled(new RollingRestart(turn).interrupt(task, "Meproc is shutting down"));
        Task waiting = quiet.with(quiet.pending().with(refused(quiet.pending().waiters())));
        Task ended = turn.all(
                waiting.waitingNoMore().stopping(task.live() > 0),
                (state, t) -> state instanceof ReplicaState.Ended ? state : state.stop(t));
        turn.put(ended);
        settle(ended);
    }

    private List<Waiter> refused(List<Waiter> waiters) {
        return waiters.stream()
                .filter(waiter -> {
                    boolean stays = waiter.until().ends() || waiter.verdict() != null;
                    if (!stays) {
                        turn.answer(waiter.ticket(), Answer.refused(Refusal.SHUTTING_DOWN));
                    }
                    return stays;
                })
                .toList();
    }

    private Task stop(Task task, boolean worthTelling) {
        return turn.all(task.stopping(worthTelling), ReplicaState::stop);
    }

    private void remove(Task task, boolean worthTelling) {
        Task removing = stop(unscheduled(task), worthTelling);
        Task marked = removing.hold(Indices.of(new Span(0, task.size())))
                .revised(turn.revision())
                .removed();
        turn.put(marked);
        settle(marked);
    }

    /** Starts what waited for something that has ended. */
    void release() {
        for (String name : turn.tasks().waiting()) {
            Task task = turn.tasks().find(name);
            if (task != null && !new Dependencies(turn.tasks()).blocked(task)) {
                launch(task);
            }
        }
    }

    private Task unscheduled(Task task) {
        if (task.status().nextFire() == null) {
            return task;
        }
        turn.unschedule(task.name());
        return task.fires(null);
    }

    /** Notes when the task's pattern fires next, in place of what was noted before. */
    Task schedule(Task task) {
        CronPattern cron = task.definition().cron();
        if (cron == null || task.held()) {
            return unscheduled(task);
        }
        Instant fire = cron.next(turn.wallNow(), turn.rules().zone()).orElse(null);
        if (fire == null) {
            return unscheduled(task);
        }
        turn.schedule(task.name(), fire);
        return task.fires(fire);
    }

    /** Notes anew when every pattern fires next, since the clock shows times again that it has shown before. */
    void reschedule() {
        turn.tasks().stream()
                .filter(task -> task.status().nextFire() != null)
                .toList()
                .forEach(task -> turn.put(schedule(task)));
    }

    /** Starts a cron task whose time has come, unless its last run is still going. */
    void due(String name) {
        Task task = turn.tasks().find(name);
        Instant fire = task == null ? null : task.status().nextFire();
        if (task == null || fire == null) {
            return;
        }
        Task scheduled = schedule(task);
        turn.put(scheduled);
        if (fire.isAfter(turn.wallNow())) {
            // The clock was set back meanwhile.
            return;
        }
        if (task.live() > 0) {
            turn.tell(new News.FireSkipped(name, fire, "its last run is still going"));
        } else if (task.waiting()) {
            turn.tell(new News.FireSkipped(name, fire, "its last start still waits for other tasks"));
        } else {
            attemptAll(scheduled);
        }
        new MissedFires(turn, task, fire).tell();
    }

    /** Says what can be said once nothing of the task is on its way any more. */
    void settle(Task arrived) {
        Task task = new RollingRestart(turn).goOn(arrived);
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
            turn.tell(new News.TaskStopped(task.name(), task.definition().command()));
        }
        Settlement settlement = new Settlement(turn, task.with(pending.reported(stopped, started)));
        if (started) {
            settlement.started();
        }
        settlement.conclude();
    }
}
