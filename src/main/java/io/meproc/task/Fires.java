package io.meproc.task;

import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.HandledTimes;
import io.meproc.task.cron.PassedTimes;
import io.meproc.task.cron.Timetable;
import io.meproc.task.exit.Cause;
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
    static final String DOWN = "Meproc was not running at that time";

    /** A start that is late by less is not a missed one. */
    private static final Duration ON_TIME = Duration.ofMinutes(1);

    private final Transition transition;

    Fires(Transition transition) {
        this.transition = transition;
    }

    /** Schedules the task's pattern from now on; replaces the scheduled fire. */
    Task schedule(Task task) {
        if (task.definition().cron() == null || task.held()) {
            return unscheduled(task);
        }
        ScheduleStatus status = task.status().schedule();
        return next(task.with(status.with(status.handled().from(transition.wallNow()))));
    }

    Task unscheduled(Task task) {
        if (task.status().nextFire() == null) {
            return task;
        }
        transition.unschedule(task.name());
        return task.with(task.status().schedule().fires(null).owing(List.of()));
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
            start(scheduled, fire);
        } else {
            missed(task, passed, onTime ? latest : null, SUSPENDED);
        }
        continueOwed(name);
    }

    /** Resumes the schedule of a task that a store has kept, and catches up on the times since. */
    void resume(Task task, TaskTimes times) {
        Instant until = times.handledUntil();
        Instant now = transition.wallNow();
        if (task.definition().cron() == null || task.held()) {
            return;
        }
        ScheduleStatus owing = ScheduleStatus.NONE.missed(times.lastMissed()).owing(times.owed());
        if (until == null || until.isAfter(now)) {
            HandledTimes handled = until == null || until.isAfter(now.plus(HandledTimes.SET_BACK))
                    ? HandledTimes.NONE
                    : HandledTimes.NONE.with(now, until);
            transition.put(schedule(task.with(owing.with(handled))));
        } else {
            missed(task.with(owing), new PassedTimes(timetable(task), until, now), null, DOWN);
        }
    }

    /**
     * Handles passed times: those that are caught up are owed, the others are reported as missed.
     *
     * @param onTime the latest one, if it has come just now; null otherwise
     */
    private void missed(Task task, PassedTimes passed, @Nullable Instant onTime, String why) {
        CatchUp catchUp = task.definition().catchUp();
        List<Instant> started = caughtUp(catchUp, passed, onTime);
        List<Instant> skipped = new ArrayList<>(passed.first());
        skipped.removeAll(started);
        skipped.remove(onTime);
        Instant last = passed.latest(2).stream()
                .filter(time -> !time.equals(onTime))
                .reduce((earlier, later) -> later)
                .orElse(null);
        ScheduleStatus status = task.status().schedule();
        List<Instant> owed = new ArrayList<>(status.owed());
        owed.addAll(started);
        HandledTimes handled = started.isEmpty()
                ? status.handled()
                : status.handled().with(started.get(0), started.get(started.size() - 1));
        Task scheduled = next(task.with(status.with(handled.from(onTime == null ? transition.wallNow() : onTime))
                .missed(last == null ? status.lastMissed() : last)
                .owing(owed.subList(Math.max(0, owed.size() - CatchUp.MAX_MOST), owed.size()))));
        transition.put(scheduled);
        if (!skipped.isEmpty()) {
            boolean counted = passed.first().size() < PassedTimes.MOST_COUNTED;
            Instant end = counted || last == null ? skipped.get(skipped.size() - 1) : last;
            noRun(scheduled, skipped.get(0), Cause.NoRun.Kind.MISSED, why + others(skipped.size() - 1, counted, end));
        }
        if (onTime != null && catchUp.policy() != CatchUp.Policy.ALL) {
            start(scheduled, onTime);
        }
    }

    private static String others(int count, boolean counted, Instant last) {
        return count == 0
                ? ""
                : ", and at " + (counted ? "" : "no fewer than ") + count
                        + (count == 1 ? " later time, " : " later times, until ") + last;
    }

    /** The times for which the task is started, the earliest first; without {@code onTime} if that is started anyway. */
    private List<Instant> caughtUp(CatchUp catchUp, PassedTimes passed, @Nullable Instant onTime) {
        Instant earliest = transition.wallNow().minus(catchUp.within());
        List<Instant> latest = passed.latest(catchUp.starts() + (onTime == null ? 0 : 1)).stream()
                .filter(time -> !time.isBefore(earliest))
                .toList();
        return switch (catchUp.policy()) {
            case SKIP -> List.of();
            case ONCE -> onTime == null ? latest : List.of();
            case ALL -> latest;
        };
    }

    private void noRun(Task task, Instant fire, Cause.NoRun.Kind kind, String why) {
        transition.report(new TaskEvent.FireSkipped(task.name(), fire, why));
        transition.noRun(task, transition.now().minus(Duration.between(fire, transition.wallNow())), kind, why);
    }

    /** Starts a cron task that is due, unless its last run still runs. */
    private void start(Task task, Instant fire) {
        if (task.live() > 0) {
            noRun(task, fire, Cause.NoRun.Kind.SKIPPED, "its last run is still running");
        } else if (task.waiting()) {
            noRun(task, fire, Cause.NoRun.Kind.SKIPPED, "its last start still waits for other tasks");
        } else {
            transition.lifecycle().attemptAll(task);
        }
    }

    /** Starts a task for the earliest of the missed times that are caught up, unless it runs. */
    void continueOwed(String name) {
        Task task = transition.tasks().find(name);
        if (task == null || transition.draining()) {
            return;
        }
        List<Instant> owed = task.status().schedule().owed();
        if (owed.isEmpty() || task.live() > 0 || task.waiting() || task.held() || task.removing()) {
            return;
        }
        Task rest = task.with(task.status().schedule().owing(owed.subList(1, owed.size())));
        transition.put(rest);
        transition.report(new TaskEvent.MissedFireStarted(name, owed.get(0)));
        transition.lifecycle().attemptAll(rest);
    }
}
