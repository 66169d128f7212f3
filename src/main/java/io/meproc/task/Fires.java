package io.meproc.task;

import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.HandledTimes;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.PassedTimes;
import io.meproc.task.cron.Timetable;
import io.meproc.task.exit.Cause;
import io.meproc.task.occasion.Occasion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts cron tasks at the times of their patterns, and catches up on times that were missed. */
final class Fires {
    static final String SUSPENDED = "Meproc was suspended at that time, or the clock was set forward";
    static final String PAUSED = "its schedule was paused at that time";
    static final String DOWN = "Meproc was not running at that time";

    /** The most starts that wait; the earliest are dropped. */
    private static final int MOST_QUEUED = CatchUp.MAX_MOST + Overlap.MOST;

    /** A start that is late by less is not a missed one. */
    private static final Duration ON_TIME = Duration.ofMinutes(1);

    private final Transition transition;
    private final Starts starts;

    Fires(Transition transition) {
        this.transition = transition;
        this.starts = new Starts(transition);
    }

    /** Schedules the task from now on; replaces the scheduled fire. A task whose schedule is paused keeps what waits. */
    Task schedule(Task task) {
        if (task.definition().cron() == null || task.held()) {
            return ended(task);
        } else if (task.status().schedule().kept().pausedSince() != null) {
            return unscheduled(task);
        }
        ScheduleStatus status = task.status().schedule();
        return next(task.with(status.with(status.handled().from(transition.wallNow()))));
    }

    /** The task without fires; the starts that wait stay. */
    Task unscheduled(Task task) {
        if (task.status().nextFire() == null) {
            return task;
        }
        transition.unschedule(task.name());
        return task.with(task.status().schedule().fires(null));
    }

    /** The task without fires and without starts that wait. */
    Task ended(Task task) {
        return starts.cleared(unscheduled(task));
    }

    private Task next(Task task) {
        ScheduleStatus status = task.status().schedule();
        Optional<Instant> fire = status.handled().next(transition.wallNow(), timetable(task)::next);
        if (fire.isEmpty()) {
            return unscheduled(task);
        }
        transition.schedule(task.name(), fire.get());
        return task.with(status.fires(fire.get()));
    }

    private Timetable timetable(Task task) {
        return Objects.requireNonNull(task.definition().timetable(transition.rules()));
    }

    /** Schedules the next fire of every pattern again, after the clock was set back. */
    void reschedule() {
        transition.tasks().stream()
                .filter(task -> task.status().nextFire() != null)
                .toList()
                .forEach(task -> transition.put(schedule(task)));
    }

    /** Handles the times of a pattern from its next fire on until now. */
    void due(String name) {
        Task task = transition.tasks().find(name);
        Instant fire = task == null ? null : task.status().nextFire();
        if (task == null || fire == null) {
            return;
        }
        Instant now = transition.wallNow();
        if (fire.isAfter(now)) {
            // The clock was set back meanwhile.
            transition.put(next(task));
            return;
        }
        PassedTimes passed = new PassedTimes(timetable(task), fire.minusNanos(1), now);
        Instant latest = passed.latest(1).get(0);
        boolean onTime = latest.plus(ON_TIME).isAfter(now);
        if (onTime && latest.equals(fire)) {
            ScheduleStatus status = task.status().schedule();
            Task scheduled = next(task.with(status.with(status.handled().until(now))));
            transition.put(scheduled);
            starts.fire(scheduled, Occasion.fire(Occasion.Kind.FIRE, fire));
        } else {
            missed(task, passed, onTime ? latest : null, SUSPENDED);
        }
        starts.proceed(name);
    }

    /** Pauses the schedule: there are no fires until it is resumed. */
    Task paused(Task task) {
        ScheduleStatus status = task.status().schedule();
        Task paused = task.with(status.with(status.kept().paused(transition.wallNow())));
        transition.report(new TaskEvent.SchedulePaused(task.name()));
        return schedule(paused);
    }

    /** Resumes the schedule; the fires that would have come meanwhile are recorded and not caught up. */
    Task resumed(Task task) {
        ScheduleStatus status = task.status().schedule();
        Instant since = status.kept().pausedSince();
        Task resumed = task.with(status.with(status.kept().paused(null)));
        PassedTimes passed = new PassedTimes(
                timetable(task), Objects.requireNonNullElse(since, transition.wallNow()), transition.wallNow());
        List<Instant> first = task.held() ? List.of() : passed.first();
        transition.report(new TaskEvent.ScheduleResumed(task.name()));
        if (!first.isEmpty()) {
            boolean counted = first.size() < PassedTimes.MOST_COUNTED;
            starts.noRun(
                    task,
                    first.get(0),
                    Cause.NoRun.Kind.PAUSED,
                    PAUSED + others(first.size() - 1, counted, passed.latest(1).get(0)));
        }
        return schedule(resumed);
    }

    /** Resumes the schedule of a task that a store has kept, and catches up on the times since. */
    void resume(Task task, TaskTimes times) {
        Instant until = times.handledUntil();
        Instant now = transition.wallNow();
        if (task.definition().cron() == null || task.held()) {
            return;
        }
        // Which of the times shortly before were handled is not kept; the clock may be set back to them.
        HandledTimes handled = until == null || until.isAfter(now.plus(HandledTimes.SET_BACK))
                ? HandledTimes.NONE
                : HandledTimes.NONE.with(until.minus(HandledTimes.SET_BACK), until);
        ScheduleStatus kept = task.status().schedule().with(handled);
        if (kept.kept().pausedSince() != null) {
            starts.put(task.with(kept));
        } else if (until == null || until.isAfter(now)) {
            starts.put(schedule(task.with(kept)));
        } else {
            missed(task.with(kept), new PassedTimes(timetable(task), until, now), null, DOWN);
        }
    }

    /**
     * Handles passed times: those that are caught up are owed, the others are reported as missed.
     *
     * @param onTime the latest one, if it has come just now; null otherwise
     */
    private void missed(Task task, PassedTimes passed, @Nullable Instant onTime, String why) {
        CatchUp catchUp = task.definition().catchUp();
        List<Instant> started =
                caughtUp(catchUp, task.definition().behaviour().schedule().deadline(), passed, onTime);
        List<Instant> skipped = new ArrayList<>(passed.first());
        skipped.removeAll(started);
        skipped.remove(onTime);
        Instant last = passed.latest(2).stream()
                .filter(time -> !time.equals(onTime))
                .reduce((earlier, later) -> later)
                .orElse(null);
        ScheduleStatus status = task.status().schedule();
        List<Occasion> queue = new ArrayList<>(status.queue());
        started.forEach(time ->
                queue.add(Occasion.fire(time.equals(onTime) ? Occasion.Kind.FIRE : Occasion.Kind.MISSED, time)));
        int dropped = Math.max(0, queue.size() - MOST_QUEUED);
        queue.subList(0, dropped).forEach(each -> starts.skipped(task, each, "too many starts wait"));
        HandledTimes handled = started.isEmpty()
                ? status.handled()
                : status.handled().with(started.get(0), started.get(started.size() - 1));
        Task scheduled = next(task.with(status.with(handled.from(onTime == null ? transition.wallNow() : onTime))
                .missed(last == null ? status.lastMissed() : last)
                .queued(queue.subList(dropped, queue.size()))));
        starts.put(scheduled);
        if (!skipped.isEmpty()) {
            boolean counted = passed.first().size() < PassedTimes.MOST_COUNTED;
            Instant end = counted || last == null ? skipped.get(skipped.size() - 1) : last;
            starts.noRun(
                    scheduled, skipped.get(0), Cause.NoRun.Kind.MISSED, why + others(skipped.size() - 1, counted, end));
        }
        if (onTime != null && catchUp.policy() != CatchUp.Policy.ALL) {
            starts.fire(scheduled, Occasion.fire(Occasion.Kind.FIRE, onTime));
        }
    }

    private static String others(int count, boolean counted, Instant last) {
        return count == 0
                ? ""
                : ", and at " + (counted ? "" : "no fewer than ") + count
                        + (count == 1 ? " later time, " : " later times, until ") + last;
    }

    /** The times for which the task is started, the earliest first; without {@code onTime} if that is started anyway. */
    private List<Instant> caughtUp(
            CatchUp catchUp, @Nullable Duration deadline, PassedTimes passed, @Nullable Instant onTime) {
        Instant earliest = transition.wallNow().minus(catchUp.within());
        if (deadline != null && deadline.compareTo(catchUp.within()) < 0) {
            earliest = transition.wallNow().minus(deadline);
        }
        Instant since = earliest;
        List<Instant> latest = passed.latest(catchUp.starts() + (onTime == null ? 0 : 1)).stream()
                .filter(time -> !time.isBefore(since))
                .toList();
        return switch (catchUp.policy()) {
            case SKIP -> List.of();
            case ONCE -> onTime == null ? latest : List.of();
            case ALL -> latest;
        };
    }
}
