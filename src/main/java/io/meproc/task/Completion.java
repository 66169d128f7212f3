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

/** Answers the requests that wait for a task, once the task has reached what they wait for. */
final class Completion {
    private final Transition transition;
    private final Task task;

    Completion(Transition transition, Task task) {
        this.transition = transition;
        this.task = task;
    }

    /** Reports that the processes of the task were started, unless every start failed. */
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

    /** Forgets a removed task that has ended, and answers the requests that can be answered. */
    void conclude() {
        if (task.removing() && task.live() == 0) {
            transition.forget(task.name());
            tidy();
            task.pending().waiters().forEach(this::answerGone);
            return;
        }
        List<WaitingRequest> rest = new ArrayList<>();
        boolean allFailed = false;
        for (WaitingRequest waiter : task.pending().waiters()) {
            if (onItsWay(waiter)) {
                rest.add(waiter);
                continue;
            }
            Answer answer = answer(waiter);
            if (waiter.until() == Until.CREATED && startFailed(answer)) {
                allFailed = true;
                rest.add(waiter.with(answer));
            } else {
                answer(waiter, answer.refusal().isPresent() ? answer : answer.with(waiter.change()));
            }
        }
        Task settled = task.with(task.pending().with(List.copyOf(rest)));
        transition.put(settled);
        if (allFailed && !settled.removing()) {
            transition.lifecycle().discard(settled);
        }
    }

    /**
     * Removes the log folder, with two exceptions. Processes that were left running may still write there, and a
     * service that ends leaves its folders for the next start.
     */
    private void tidy() {
        if (!transition.draining() && task.definition().ends().onLeaderExit() != LeaderExit.RELEASE) {
            transition.order(new Order.Tidy(task.name()));
        }
    }

    /** The start of a refusal's message. A new task of which no replica starts is not kept. */
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
        if (waiter.until() == Until.ROLLED && task.pending().update() != null) {
            return true;
        }
        if (waiter.until() == Until.READY) {
            return !task.removing() && new ReadyWait(task, waiter.span()).goesOn();
        }
        if (task.leaving() && task.live() > 0) {
            return true;
        }
        boolean toStart =
                !single(waiter) && !waiter.until().ends() && task.pending().startUnreported() && !any(waiter, STUCK);
        return toStart || any(waiter, STARTING, ABORTING, STOPPING);
    }

    /**
     * Whether a replica that the request waits for is in one of these phases. For a whole task the counts of the
     * phases answer that.
     */
    private boolean any(WaitingRequest waiter, Phase... phases) {
        if (!single(waiter)) {
            return task.phaseCounts().any(phases);
        }
        int index = waiter.span().first();
        return index < task.size()
                && List.of(phases).contains(task.replica(index).phase());
    }

    private static boolean single(WaitingRequest waiter) {
        return waiter.span().size() == 1;
    }

    private Answer answer(WaitingRequest waiter) {
        if (waiter.until() == Until.READY) {
            return new ReadyWait(task, waiter.span())
                    .refusal()
                    .map(Answer::refused)
                    .orElse(Answer.DONE);
        }
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
        boolean allFailed = failures.size() == end - first && failures.stream().noneMatch(StartFailure::passing);
        return allFailed && !redefines(waiter)
                ? Answer.refused(
                        Refusal.Reason.START_FAILED,
                        kept(waiter) + failures.get(0).words())
                : Answer.done(remarks.started(waiter.since(), failures, daemons(waiter)));
    }

    /**
     * Whether the request changed the definition. An accepted definition is kept, so a failed start is a remark and
     * not a refusal.
     */
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

    /** The failed starts since an instant, of the replicas whose last start failed. */
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
