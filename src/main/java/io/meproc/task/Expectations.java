package io.meproc.task;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Observes whether a task ends with success as often as its definition expects. */
final class Expectations {
    private final Transition transition;

    Expectations(Transition transition) {
        this.transition = transition;
    }

    /** Begins to wait for the first success of a new task. */
    Task begin(Task task) {
        return task.definition().successWithin() == null ? task : waits(task);
    }

    /** Waits anew if the expectation has changed. */
    Task changed(Task task, TaskDefinition before) {
        Duration within = task.definition().successWithin();
        if (Objects.equals(within, before.successWithin())) {
            return task;
        }
        if (within != null) {
            return waits(task);
        }
        end(task);
        return task.with(task.status().expectation().waits(null));
    }

    private Task waits(Task task) {
        return armed(task.with(task.status().expectation().waits(transition.now())));
    }

    private Task armed(Task task) {
        Instant deadline =
                task.status().expectation().deadline(task.definition().successWithin());
        if (deadline != null) {
            transition.arm(task.name(), TaskAlarm.SUCCESS_OVERDUE, deadline);
        }
        return task;
    }

    /** Resumes the wait of a task that a store has kept. */
    Task resume(Task task) {
        ExpectationStatus status = task.status().expectation();
        if (task.definition().successWithin() == null || status.late()) {
            return task;
        }
        return status.since() == null ? waits(task) : armed(task);
    }

    /** Ends the wait. */
    void end(Task task) {
        if (task.status().expectation().since() != null
                && !task.status().expectation().late()) {
            transition.disarm(task.name(), TaskAlarm.SUCCESS_OVERDUE);
        }
    }

    /** Records a success, if the run that a replica has just ended is one and no other replica is without one. */
    Task judge(Task before, Task after, int index) {
        End end = after.replica(index).history().last();
        boolean success = end != null
                && !end.equals(before.replica(index).history().last())
                && end.cause() instanceof Cause.Own own
                && own.success();
        boolean whole = after.definition().type() == TaskType.DAEMON
                || (after.live() == 0
                        && after.phaseCounts().health(after.definition().type()) == Health.OK);
        return success && whole ? armed(after.with(after.status().expectation().succeeded(transition.now()))) : after;
    }

    /** Reports that the success did not come in time, unless it came meanwhile. */
    void elapsed(Event.TaskElapsed event) {
        Task task = transition.tasks().find(event.task());
        Duration within = task == null ? null : task.definition().successWithin();
        if (task == null || within == null || task.removing()) {
            return;
        }
        ExpectationStatus status = task.status().expectation();
        Instant deadline = status.deadline(within);
        if (!event.due().equals(deadline) || status.late()) {
            return;
        }
        transition.put(task.with(status.overdue()));
        transition.report(new TaskEvent.SuccessOverdue(task.name(), within));
        transition.noRun(task, event.due(), Cause.NoRun.Kind.LATE, words(status.lastSuccess(), within));
    }

    private String words(@Nullable Instant lastSuccess, Duration within) {
        String since = lastSuccess == null
                ? ""
                : ", the last one was "
                        + Duration.between(lastSuccess, transition.now()).toSeconds() + " s before";
        return "no success within " + within.toSeconds() + " s" + since;
    }
}
