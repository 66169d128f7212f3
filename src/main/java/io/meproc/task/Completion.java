package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.StartFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Answers those who wait for a task to come to rest. */
final class Completion {
    private final Transition transition;
    private final Task task;

    Completion(Transition transition, Task task) {
        this.transition = transition;
        this.task = task;
    }

    /** Tells that the processes of the task were started, if any was. */
    void started() {
        int failed = (int) IntStream.range(0, task.size())
                .filter(index ->
                        !task.held(index) && task.replica(index).history().failure() != null)
                .count();
        int all = task.size() - task.record().stopped().count();
        if (failed < all) {
            transition.report(
                    new TaskEvent.TaskStarted(task.name(), task.definition().command(), all - failed, all));
        }
    }

    /** Forgets the task if that is due, and answers whoever can be answered. */
    void conclude() {
        if (task.removing() && task.live() == 0) {
            transition.forget(task.name());
            tidy();
            task.pending().waiters().forEach(this::answerGone);
            return;
        }
        List<WaitingRequest> rest = new ArrayList<>();
        boolean futile = false;
        for (WaitingRequest waiter : task.pending().waiters()) {
            if (onItsWay(waiter)) {
                rest.add(waiter);
                continue;
            }
            Answer answer = answer(waiter);
            if (waiter.until() == Until.CREATED && startFailed(answer)) {
                futile = true;
                rest.add(waiter.with(answer));
            } else {
                answer(waiter, answer.refusal().isPresent() ? answer : answer.with(waiter.change()));
            }
        }
        Task settled = task.with(task.pending().with(List.copyOf(rest)));
        transition.put(settled);
        if (futile && !settled.removing()) {
            transition.conduct().discard(settled);
        }
    }

    /** Processes that were left may write still, and a service that ends leaves its folders for the next one. */
    private void tidy() {
        if (!transition.draining() && task.definition().ends().onLeaderExit() != LeaderExit.LEAVE) {
            transition.order(new Order.Tidy(task.name()));
        }
    }

    /** Of a new task of which nothing starts, nothing is kept. */
    private static String kept(WaitingRequest waiter) {
        return waiter.until() == Until.CREATED ? "" : "the task stays listed as it is now: ";
    }

    private static boolean startFailed(Answer answer) {
        return answer.refusal()
                .filter(refusal -> refusal.reason() == Refusal.Reason.START_FAILED)
                .isPresent();
    }

    private void answerGone(WaitingRequest waiter) {
        if (waiter.verdict() != null) {
            transition.answer(waiter.ticket(), waiter.verdict());
        } else if (waiter.until().ends()) {
            answer(waiter, Answer.done(new Remarks(task, waiter.span()).endedBy(waiter.since())));
        } else {
            transition.answer(waiter.ticket(), removed());
        }
    }

    private void answer(WaitingRequest waiter, Answer answer) {
        if (waiter.until().ends()) {
            transition.queue().answerSwept(waiter.ticket(), task.name(), answer);
        } else {
            transition.answer(waiter.ticket(), answer);
        }
    }

    private Answer removed() {
        return Answer.refused(Refusal.Reason.REMOVED, "task '" + task.name() + "' was removed meanwhile");
    }

    private boolean onItsWay(WaitingRequest waiter) {
        if (waiter.until() == Until.ROLLED && task.pending().rolling() != null) {
            return true;
        }
        boolean toStart =
                !single(waiter) && !waiter.until().ends() && task.pending().startUnreported() && !any(waiter, STUCK);
        return toStart || any(waiter, STARTING, ABORTING, STOPPING);
    }

    /** Whether any replica that it waits for is in one of these phases; those of a whole task are counted already. */
    private boolean any(WaitingRequest waiter, Phase... phases) {
        if (!single(waiter)) {
            return task.tally().any(phases);
        }
        int index = waiter.span().first();
        return index < task.size()
                && List.of(phases).contains(task.replica(index).phase());
    }

    private static boolean single(WaitingRequest waiter) {
        return waiter.span().size() == 1;
    }

    private Answer answer(WaitingRequest waiter) {
        Remarks remarks = new Remarks(task, waiter.span());
        if (any(waiter, STUCK)) {
            return Answer.refused(Refusal.Reason.STILL_ALIVE, remarks.survivors());
        } else if (waiter.until().ends()) {
            return Answer.done(remarks.endedBy(waiter.since()));
        }
        int first = waiter.span().first();
        int end = Math.min(waiter.span().end(), task.definition().replicas());
        if (first >= end) {
            return removed();
        }
        List<StartFailure> failures = task.waiting() ? List.of() : failures(first, end, waiter.since());
        boolean futile = failures.size() == end - first && failures.stream().noneMatch(StartFailure::passing);
        return futile && !redefines(waiter)
                ? Answer.refused(
                        Refusal.Reason.START_FAILED,
                        kept(waiter) + failures.get(0).words())
                : Answer.done(remarks.started(waiter.since(), failures, daemons(waiter)));
    }

    /** A definition that was taken and stays is no refusal, whatever becomes of the processes. */
    private static boolean redefines(WaitingRequest waiter) {
        return waiter.change()
                .filter(change -> change.kind() == Answer.Change.Kind.CHANGED)
                .isPresent();
    }

    private List<String> daemons(WaitingRequest waiter) {
        return task.waiting() || waiter.until() == Until.CREATED || redefines(waiter)
                ? new Dependencies(transition.tasks()).daemons(task.definition())
                : List.of();
    }

    /** Why starts since then gave no process, where none gave one later. */
    private List<StartFailure> failures(int first, int end, Instant since) {
        List<StartFailure> failures = new ArrayList<>();
        for (int index = first; index < end; index++) {
            History history = task.replica(index).history();
            boolean lately = history.last() != null && !history.last().at().isBefore(since);
            if (lately && history.failure() != null) {
                failures.add(history.failure());
            }
        }
        return failures;
    }
}
