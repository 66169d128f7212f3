package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.ProcessTree;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.Order;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends signals to runs, both to the process group and to escaped processes, and reports processes that can't be
 * ended. For use in {@link Turns}.
 */
final class RunSignals {
    private static final Logger LOG = LoggerFactory.getLogger(RunSignals.class);

    /** The time for which a process scan may delay a signal. */
    private static final long LOOK_MILLIS = 1_000;

    private final Function<Run, @Nullable MonitoredRun> runs;
    private final Consumer<Child> settle;
    private final ProcessScanner scanner;
    private final EscapedProcesses escaped;
    private final LingeringRuns lingering;
    private final Consumer<Report> reports;
    private final Turns turns;
    private final List<Consumer<ProcessTree>> atOnce = new ArrayList<>();

    /**
     * @param runs returns a followed run; null if it is unknown or over
     * @param settle checks what is left of a child
     */
    RunSignals(
            Function<Run, @Nullable MonitoredRun> runs,
            Consumer<Child> settle,
            ProcessScanner scanner,
            EscapedProcesses escaped,
            LingeringRuns lingering,
            Consumer<Report> reports,
            Turns turns) {
        this.runs = runs;
        this.settle = settle;
        this.scanner = scanner;
        this.escaped = escaped;
        this.lingering = lingering;
        this.reports = reports;
        this.turns = turns;
    }

    /** Sends the signal of an order; no effect if the run is unknown or over. */
    void send(Order.Send order) {
        Run run = order.run();
        Signal signal = order.signal();
        MonitoredRun watched = runs.apply(run);
        if (watched == null) {
            return;
        }
        boolean byItself = watched.hasEndedByItself();
        watched.sends(signal, order.to() == StopPlan.Reach.LEADER);
        boolean leaderLives = watched.child().status() == null;
        if (order.to() == StopPlan.Reach.LEADER && leaderLives) {
            atOnce(tree -> pressLeader(watched, signal, tree));
            return;
        }
        watched.sends(signal, false);
        if (leaderLives && signal != Signal.KILL && ProcessTree.isListed()) {
            atOnce(tree -> pressThenLook(watched, signal, tree));
        } else {
            lookThenPress(watched, signal, byItself);
        }
    }

    /** Defers an action to the next turn, so that all signals of a turn share the cost of finding the orphans. */
    private void atOnce(Consumer<ProcessTree> action) {
        atOnce.add(action);
        if (atOnce.size() == 1) {
            turns.after(0, this::pressAll);
        }
    }

    private void pressAll() {
        List<Consumer<ProcessTree>> actions = List.copyOf(atOnce);
        atOnce.clear();
        ProcessTree tree = scanner.tree();
        for (Consumer<ProcessTree> action : actions) {
            try {
                action.accept(tree);
            } catch (RuntimeException | Error broken) {
                LOG.error("A signal could not be sent", broken);
            }
        }
    }

    private boolean isFollowed(MonitoredRun run) {
        return runs.apply(run.run()) == run;
    }

    private void pressLeader(MonitoredRun run, Signal signal, ProcessTree tree) {
        if (isFollowed(run)) {
            run.kin(tree.outside(run.run(), run.child().pid()));
            run.child().sendToLeader(signal);
            lingering.hurry();
        }
    }

    /**
     * Signals the process group and its descendants before the scan, whose duration depends on the processes of the
     * machine.
     */
    private void pressThenLook(MonitoredRun run, Signal signal, ProcessTree tree) {
        if (!isFollowed(run)) {
            return;
        }
        Map<Integer, ScannedProcess> first = new LinkedHashMap<>();
        run.outside().forEach(each -> first.put(each.pid(), each));
        tree.outside(run.run(), run.child().pid()).forEach(each -> first.put(each.pid(), each));
        press(run, List.copyOf(first.values()), signal, false);
        scanner.escaped(run.run(), run.outside(), found -> {
            List<ScannedProcess> others = found.stream()
                    .filter(each -> !first.containsKey(each.pid()))
                    .toList();
            if (isFollowed(run) && run.last() == signal && !others.isEmpty()) {
                pressOthers(run, others, signal);
            }
        });
    }

    private void pressOthers(MonitoredRun run, List<ScannedProcess> others, Signal signal) {
        List<ScannedProcess> outside =
                others.stream().filter(ScannedProcess::outside).toList();
        run.note(
                others.stream()
                        .filter(each -> each.away() && !escaped.refused(each))
                        .toList(),
                Leftover.Fate.ENDED);
        run.met(Stream.concat(run.outside().stream(), outside.stream()).toList());
        escaped.add(outside);
        escaped.send(outside, signal);
        lingering.add(run.run(), () -> settle.accept(run.child()));
    }

    private void lookThenPress(MonitoredRun watched, Signal signal, boolean byItself) {
        Run run = watched.run();
        AtomicBoolean sent = new AtomicBoolean();
        Consumer<List<ScannedProcess>> now = found -> {
            if (sent.compareAndSet(false, true) && isFollowed(watched)) {
                press(watched, found, signal, byItself);
            }
        };
        turns.after(LOOK_MILLIS, () -> now.accept(watched.known()));
        if (byItself || signal == Signal.KILL) {
            scanner.of(run, watched.known(), now);
        } else {
            scanner.escaped(run, watched.known(), now);
        }
    }

    /**
     * Sends the signal after recording the processes, since a killed process and the run of an orphan can't be
     * determined afterwards.
     */
    private void press(MonitoredRun run, List<ScannedProcess> found, Signal signal, boolean byItself) {
        List<ScannedProcess> outside =
                found.stream().filter(ScannedProcess::outside).toList();
        boolean kills = signal == Signal.KILL;
        run.note(
                found.stream()
                        .filter(each -> kills || byItself || each.away())
                        .filter(each -> !escaped.refused(each))
                        .toList(),
                kills ? Leftover.Fate.KILLED : Leftover.Fate.ENDED);
        run.met(outside);
        escaped.add(outside);
        if (kills) {
            run.observe();
        }
        boolean allowed = run.child().send(signal);
        escaped.send(outside, signal);
        if (!allowed) {
            refused(run);
        }
        if (!outside.isEmpty()) {
            // Their end would not be reported otherwise.
            lingering.add(run.run(), () -> settle.accept(run.child()));
        }
        lingering.hurry();
    }

    /** Reports at once if no process of a run can be ended. */
    private void refused(MonitoredRun run) {
        scanner.of(run.run(), run.known(), found -> {
            if (!found.isEmpty() && found.stream().allMatch(escaped::refused)) {
                survived(run.run(), found, false);
            }
        });
    }

    private void survived(Run run, List<ScannedProcess> found, boolean killed) {
        reports.accept(new Report.Survived(
                run,
                SteadyClock.now(),
                found.stream()
                        .map(each ->
                                escaped.refused(each) ? each.leftover(Leftover.Fate.REFUSED) : each.leftover(killed))
                        .toList()));
    }

    /** Sends the signal of an order; no effect if the run is unknown or over. */
    void pass(Order.Pass order) {
        MonitoredRun watched = runs.apply(order.run());
        if (watched != null) {
            if (order.to() == StopPlan.Reach.LEADER) {
                watched.child().passToLeader(order.signal());
            } else {
                watched.child().pass(order.signal());
            }
            lingering.hurry();
        }
    }

    /** Reports what is left of a run. */
    void count(Run run) {
        MonitoredRun watched = runs.apply(run);
        if (watched != null) {
            scanner.of(run, watched.known(), found -> survived(run, found, true));
        }
    }
}
