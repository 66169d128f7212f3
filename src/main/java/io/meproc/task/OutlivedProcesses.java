package io.meproc.task;

import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends the processes that have outlived their runs, with the stop plan of the task, and answers the requests that wait
 * for that.
 */
final class OutlivedProcesses {
    private final Transition transition;

    OutlivedProcesses(Transition transition) {
        this.transition = transition;
    }

    /** Handles processes that were found, of which some may be known. */
    void found(Report.Outlived report) {
        OutlivedRun known = runs().find(report.run());
        List<Leftover> news = known == null ? report.leftovers() : known.unknown(report.leftovers());
        if (news.isEmpty()) {
            return;
        }
        LateLeftovers.note(transition, new Report.Outlived(report.run(), report.at(), report.leader(), news));
        List<Leftover> proven =
                news.stream().filter(process -> !process.suspected()).toList();
        if (proven.isEmpty()) {
            return;
        }
        if (known == null) {
            StopStage none = new StopStage.NotSignalled();
            OutlivedRun first = new OutlivedRun(report.run(), report.leader(), plan(report.run()), proven, none, null);
            step(first, proven, (stop, stage) -> stop.begin());
        } else {
            step(known.with(proven), proven, (stop, stage) -> stop.include(stage));
        }
    }

    /** The plan of the task; the default for a task that is no longer listed. */
    private StopPlan plan(Run run) {
        Task task = transition.tasks().find(run.replica().task());
        return task == null ? StopPlan.DEFAULT : task.definition().ends().stop();
    }

    /** Handles the list of the processes that are left; an empty one is followed by {@link Report.Cleared}. */
    void survived(Report.Survived report) {
        OutlivedRun known = runs().find(report.run());
        if (known != null && !report.survivors().isEmpty()) {
            step(known, known.left(), (stop, stage) -> stop.stuck(stage, report.survivors()));
            answer();
        }
    }

    /** Handles the end of the last process that has outlived a run. */
    void cleared(Run run) {
        OutlivedRun known = runs().find(run);
        if (known != null) {
            new OutlivedStop(transition, known, List.of()).disarm();
            transition.outlived(runs().without(run));
            answer();
        }
    }

    void elapsed(Event.OutlivedElapsed event) {
        OutlivedRun known = runs().find(event.run());
        if (known != null && event.due().equals(known.alarm())) {
            step(known.reaches(known.stage(), null), known.left(), StopEscalation::next);
            answer();
        }
    }

    /** Sends SIGKILL at once. */
    void killNow() {
        runs().all().forEach(known -> step(known, known.left(), StopEscalation::killNow));
    }

    /** The process side has scanned for the processes of a task, and lists what has outlived its runs so far. */
    void swept(Event.Swept event) {
        event.left().forEach(this::found);
        if (event.refusal() != null) {
            transition.queue().swept(event.ticket(), event.refusal());
            return;
        }
        Set<Run> awaited = event.left().stream().map(Report.Outlived::run).collect(Collectors.toSet());
        transition.outlived(runs().waits(event.ticket(), awaited));
        answer();
    }

    /**
     * Compares with the list of the process side to detect a lost order or report, see {@link InventoryCheck}. SIGKILL
     * is repeated for what has survived it, since that order may be the lost one.
     */
    void check(Event.Inventory inventory) {
        Map<Run, Report.Outlived> there = inventory.outlived().stream()
                .collect(Collectors.toMap(Report.Outlived::run, Function.identity(), (one, other) -> one));
        Set<Run> doubtful = new HashSet<>();
        for (OutlivedRun known : runs().all()) {
            Report.Outlived listed = there.get(known.run());
            if (listed == null) {
                doubtful.add(known.run());
            } else if (known.stuck()) {
                new OutlivedStop(transition, known, known.left()).send(Signal.KILL, StopPlan.Reach.GROUP);
            }
        }
        there.values().stream()
                .filter(listed -> !isKnown(listed))
                .map(Report.Outlived::run)
                .forEach(doubtful::add);
        Set<Run> confirmed = new HashSet<>(doubtful);
        confirmed.retainAll(runs().doubtful());
        doubtful.removeAll(confirmed);
        transition.outlived(runs().doubtful(Set.copyOf(doubtful)));
        for (Run run : confirmed) {
            transition.lost(run);
            Report.Outlived listed = there.get(run);
            if (listed == null) {
                cleared(run);
            } else {
                found(listed);
            }
        }
    }

    private boolean isKnown(Report.Outlived listed) {
        OutlivedRun known = runs().find(listed.run());
        return known != null && known.unknown(listed.leftovers()).isEmpty();
    }

    private OutlivedRuns runs() {
        return transition.outlived();
    }

    private void step(
            OutlivedRun outlived, List<Leftover> processes, BiFunction<StopEscalation, StopStage, StopStage> action) {
        OutlivedStop subject = new OutlivedStop(transition, outlived, processes);
        StopStage stage = action.apply(new StopEscalation(transition, subject, outlived.plan()), outlived.stage());
        @Nullable Instant alarm = subject.alarm();
        transition.outlived(runs().with(outlived.reaches(stage, alarm)));
    }

    /** Answers the requests that no longer wait for a process to end. */
    private void answer() {
        for (long ticket : runs().tickets()) {
            List<OutlivedRun> left = runs().awaited(ticket);
            if (left.stream().allMatch(OutlivedRun::stuck)) {
                transition.outlived(runs().answered(ticket));
                transition.queue().swept(ticket, left.isEmpty() ? null : stillAlive(left));
            }
        }
    }

    private static Refusal stillAlive(List<OutlivedRun> left) {
        return new Refusal(
                Refusal.Reason.STILL_ALIVE,
                "these processes have outlived their run, and SIGKILL so far: "
                        + Leftover.words(left.stream()
                                .flatMap(run -> run.survivors().stream())
                                .toList()));
    }
}
