package io.meproc.task;

import io.meproc.task.condition.Need;
import io.meproc.task.exit.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The waits of starts until other tasks meet the conditions of a definition. */
final class Waits {
    private final Transition transition;

    Waits(Transition transition) {
        this.transition = transition;
    }

    /** The needs for which a start has to wait. */
    static List<Need> unmet(Tasks tasks, Task task, Instant now) {
        List<Need> needs = task.definition().behaviour().needs().all();
        if (needs.isEmpty()) {
            return List.of();
        }
        Conditions conditions = new Conditions(tasks, now);
        return needs.stream()
                .filter(need -> !conditions.met(need.requirement()) && !startsAnyway(task, need, now))
                .toList();
    }

    private static boolean startsAnyway(Task task, Need need, Instant now) {
        return need.onTimeout() == Need.OnTimeout.START && overdue(task, need, now);
    }

    private static boolean overdue(Task task, Need need, Instant now) {
        Instant deadline = task.waiting() ? deadline(task, need) : null;
        return deadline != null && !deadline.isAfter(now);
    }

    /** Until when a start waits for a need before {@link Need#onTimeout} applies; null without a limit. */
    static @Nullable Instant deadline(Task task, Need need) {
        Wait wait = task.pending().waited();
        return wait == null || need.timeout() == null ? null : wait.since().plus(need.timeout());
    }

    /** Whether a start of a replica would be early: its task is being stopped, or a condition is not met. */
    boolean early(Task task) {
        return task.leaving()
                || !unmet(transition.tasks(), task, transition.now()).isEmpty();
    }

    /** Whether a start of the task has to wait. */
    boolean blocked(Task task) {
        return new Dependencies(transition.tasks()).blocked(task)
                || !unmet(transition.tasks(), task, transition.now()).isEmpty();
    }

    /** What a start of the task has to wait for; empty if for nothing. */
    List<String> blockers(Task task) {
        return Stream.concat(
                        new Dependencies(transition.tasks()).blockers(task).stream(),
                        unmet(transition.tasks(), task, transition.now()).stream()
                                .map(need -> need.requirement().words()))
                .toList();
    }

    /** Postpones the early start of a replica. A replica that is to stay stopped is not started. */
    Task postponed(Task task, int index) {
        if (task.held(index)) {
            return task;
        }
        Task due = task.toStart(Indices.of(new Span(index, index + 1)));
        return task.waiting() || task.leaving() ? due : began(due, blockers(due));
    }

    /** Begins the wait of a start that a request, a schedule or the recovery has made due. */
    Task began(Task task, List<String> blockers) {
        transition.report(new TaskEvent.TaskWaits(task.name(), blockers));
        return armed(task.attempted(transition.now()), transition.now());
    }

    /** Continues a wait that began in an earlier service process. */
    Task resumed(Task task, List<String> blockers) {
        Instant since = task.lastAttempt().orElse(transition.now());
        transition.report(new TaskEvent.TaskWaits(task.name(), blockers));
        return armed(task, since);
    }

    private Task armed(Task task, Instant since) {
        Task waiting = task.with(task.pending().waits(new Wait(since, null)));
        Instant next = next(waiting);
        if (next != null) {
            transition.arm(task.name(), TaskAlarm.NEED_OVERDUE, next);
        } else {
            disarm(task);
        }
        return task.with(task.pending().waits(new Wait(since, next)));
    }

    /** The next time limit that has not passed yet; null if there is none. */
    private @Nullable Instant next(Task task) {
        return task.definition().behaviour().needs().all().stream()
                .map(need -> deadline(task, need))
                .filter(Objects::nonNull)
                .filter(deadline -> deadline.isAfter(transition.now()))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private void disarm(Task task) {
        Wait wait = task.pending().waited();
        if (wait != null && wait.alarm() != null) {
            transition.disarm(task.name(), TaskAlarm.NEED_OVERDUE);
        }
    }

    /** Ends the wait of a task. */
    Task over(Task task) {
        if (task.pending().waited() == null) {
            return task;
        }
        disarm(task);
        return task.with(task.pending().waits(null));
    }

    /** Handles the time limits that have passed. */
    void elapsed(Event.TaskElapsed event) {
        Task task = transition.tasks().find(event.task());
        Wait wait = task == null ? null : task.pending().waited();
        if (task == null || wait == null || !event.due().equals(wait.alarm())) {
            return;
        }
        Task disarmed = task.with(task.pending().waits(new Wait(wait.since(), null)));
        if (!task.waiting() || task.removing() || transition.draining()) {
            transition.put(disarmed);
            return;
        }
        Conditions conditions = new Conditions(transition.tasks(), transition.now());
        List<Need> late = task.definition().behaviour().needs().all().stream()
                .filter(need -> event.due().equals(deadline(task, need)) && !conditions.met(need.requirement()))
                .toList();
        for (Need need : late) {
            Duration limit = Objects.requireNonNull(need.timeout());
            transition.report(
                    new TaskEvent.NeedOverdue(task.name(), need.requirement().words(), limit, need.onTimeout()));
        }
        Predicate<Need> fails = need -> need.onTimeout() == Need.OnTimeout.FAIL;
        late.stream()
                .filter(fails)
                .findFirst()
                .ifPresentOrElse(need -> fail(disarmed, need), () -> transition.put(armed(disarmed, wait.since())));
    }

    private void fail(Task task, Need need) {
        StartFailure failure = StartFailure.of(
                "deps",
                "waited " + Objects.requireNonNull(need.timeout()).toMillis() / 1e3 + " s for "
                        + need.requirement().words());
        Task failed = task.with(task.pending().waits(null));
        for (int index = 0; index < task.size(); index++) {
            failed = task.starts(index)
                    ? transition.apply(failed, index, (state, t) -> t.overdue(state, failure))
                    : failed;
        }
        Task settled = failed.waitingNoMore();
        transition.put(settled);
        transition.lifecycle().settle(settled);
    }
}
