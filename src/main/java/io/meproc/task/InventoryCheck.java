package io.meproc.task;

import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the runs of the table with those of the process side to detect a lost order or report. A report may be in
 * flight while the process side lists its runs. So a run counts as lost only if two successive lists miss it, and as
 * unknown only if two successive lists have it.
 */
final class InventoryCheck {
    private InventoryCheck() {}

    static void carryOut(Transition transition, Event.Inventory inventory) {
        new OutlivedProcesses(transition).check(inventory);
        Set<Run> there = Set.copyOf(inventory.runs());
        Set<Run> known = new HashSet<>();
        transition.tasks().stream()
                .forEach(task -> task.replicas().forEach(replica -> {
                    Run run = replica.state().run();
                    if (run != null && replica.phase().live() && !transition.holds(run)) {
                        known.add(run);
                    }
                }));
        Set<Run> doubtful = new HashSet<>();
        known.stream()
                .filter(run -> run.incarnation() <= inventory.newest() && !there.contains(run))
                .forEach(doubtful::add);
        there.stream().filter(run -> !known.contains(run)).forEach(doubtful::add);
        Set<Run> confirmed = new HashSet<>(doubtful);
        confirmed.retainAll(transition.doubtful());
        doubtful.removeAll(confirmed);
        transition.doubtful(Set.copyOf(doubtful));
        confirmed.forEach(run -> {
            transition.lost(run);
            if (known.contains(run)) {
                settle(transition, run);
            } else {
                transition.order(new Order.Send(run, Signal.KILL));
            }
        });
    }

    private static void settle(Transition transition, Run run) {
        StartFailure notStarted = new StartFailure("service", "", "the start was lost inside Meproc", true);
        Report.Exited ended = new Report.Exited(
                run, transition.now(), new ExitStatus.Unknown("its end was not reported"), null, List.of());
        transition.onRun(
                run,
                (state, replica) ->
                        state.pid() == 0 ? state.spawnFailed(replica, notStarted) : state.exited(replica, ended));
    }
}
