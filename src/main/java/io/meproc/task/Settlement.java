package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.Standing.Until;
import io.meproc.task.Standing.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Answers those who wait for a task to come to rest. */
final class Settlement {
    private final Turn turn;
    private final Task task;

    Settlement(Turn turn, Task task) {
        this.turn = turn;
        this.task = task;
    }

    /** Tells that the processes of the task were started, if any was. */
    void started() {
        int failed = failures().size();
        int all = task.definition().replicas();
        if (failed < all) {
            turn.tell(new News.TaskStarted(task.name(), task.definition().command(), all - failed, all));
        }
    }

    /** Forgets the task if that is due, and answers whoever can be answered. */
    void conclude() {
        if (task.standing().removing() && task.live() == 0) {
            turn.forget(task.name());
            task.standing().waiters().forEach(this::answerGone);
            return;
        }
        List<Waiter> rest = new ArrayList<>();
        boolean futile = false;
        for (Waiter waiter : task.standing().waiters()) {
            if (onItsWay(waiter)) {
                rest.add(waiter);
                continue;
            }
            Answer answer = answer(waiter);
            if (waiter.until() == Until.CREATED && startFailed(answer)) {
                futile = true;
                rest.add(new Waiter(waiter.ticket(), waiter.until(), answer));
            } else {
                turn.answer(waiter.ticket(), answer);
            }
        }
        Task settled = task.with(task.standing().with(List.copyOf(rest)));
        turn.put(settled);
        if (futile) {
            turn.conduct().discard(settled);
        }
    }

    private static boolean startFailed(Answer answer) {
        return answer.refusal()
                .filter(refusal -> refusal.reason() == Refusal.Reason.START_FAILED)
                .isPresent();
    }

    private void answerGone(Waiter waiter) {
        if (waiter.verdict() != null) {
            turn.answer(waiter.ticket(), waiter.verdict());
        } else if (waiter.until() == Until.GONE) {
            turn.answer(waiter.ticket(), Answer.DONE);
        } else {
            turn.answer(
                    waiter.ticket(),
                    Answer.refused(Refusal.Reason.REMOVED, "task '" + task.name() + "' was removed meanwhile"));
        }
    }

    private boolean onItsWay(Waiter waiter) {
        boolean moving = task.tally().any(STARTING, ABORTING, STOPPING);
        boolean toStart = waiter.until() != Until.GONE && task.standing().startUntold() && !stuck();
        return moving || toStart;
    }

    private boolean stuck() {
        return task.tally().any(STUCK);
    }

    private Answer answer(Waiter waiter) {
        if (stuck()) {
            return Answer.refused(Refusal.Reason.STILL_ALIVE, survivors());
        }
        List<String> failures = waiter.until() == Until.GONE || task.waiting() ? List.of() : failures();
        if (failures.isEmpty()) {
            return Answer.DONE;
        }
        return failures.size() == task.definition().replicas()
                ? Answer.refused(Refusal.Reason.START_FAILED, failures.get(0))
                : Answer.done(failures.size() + " of " + task.definition().replicas()
                        + " replicas could not be started: " + failures.get(0));
    }

    private String survivors() {
        List<String> alive = task.replicas()
                .filter(replica -> replica.state().phase() == STUCK)
                .map(replica -> replica.state().pid() + "")
                .toList();
        return "these process groups have survived SIGKILL so far: " + String.join(", ", alive);
    }

    private List<String> failures() {
        return task.replicas()
                .map(replica -> replica.history().failure())
                .filter(Objects::nonNull)
                .toList();
    }
}
