package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.Standing.Until;
import io.meproc.task.Standing.Waiter;
import io.meproc.task.exit.StartFailure;
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
                rest.add(waiter.with(answer));
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
            turn.answer(waiter.ticket(), Answer.done(new Remarks(task).endedBy(waiter.since())));
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
        Remarks remarks = new Remarks(task);
        if (stuck()) {
            return Answer.refused(Refusal.Reason.STILL_ALIVE, remarks.survivors());
        }
        List<StartFailure> failures = waiter.until() == Until.GONE || task.waiting() ? List.of() : failures();
        boolean futile = failures.size() == task.definition().replicas()
                && failures.stream().noneMatch(StartFailure::passing);
        return futile
                ? Answer.refused(Refusal.Reason.START_FAILED, failures.get(0).words())
                : Answer.done(remarks.started(waiter.since(), failures));
    }

    private List<StartFailure> failures() {
        return task.replicas()
                .map(replica -> replica.history().failure())
                .filter(Objects::nonNull)
                .toList();
    }
}
