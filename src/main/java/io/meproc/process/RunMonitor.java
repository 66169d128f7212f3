package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.logs.LogHolders;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.process.scan.StartsUnderWay;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.Order;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Observations;
import io.meproc.task.exit.Signal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Tracks each run until its last process has ended, and reports it.
 *
 * <p>Without a stop, the run ends with its process group. After a signal, or if its task waits for all processes, a
 * {@link ProcessScanner} decides, since it finds escaped processes.
 */
final class RunMonitor implements AutoCloseable {
    /** Spawns the process of a run. */
    interface Birth {
        void make() throws SpawnException;
    }

    private final Map<Run, MonitoredRun> runs = new ConcurrentHashMap<>();
    private final Map<Integer, Run> leaders = new ConcurrentHashMap<>();
    private final StartsUnderWay starting = new StartsUnderWay();
    private final Consumer<Report> reports;
    private final Consumer<Child> over;
    private final ProcessScanner scanner;
    private final EscapedProcesses escaped;
    private final BooleanSupplier fleeting;
    private final int emptyLooks;
    private final OutlivedWatch outlived;
    private final LingeringRuns lingering;
    private final RunSignals signals;
    private final Turns turns;

    /**
     * @param over receives each child that is over, before any report
     * @param fleeting whether processes may exist that live too short for a scan
     * @param emptyLooks the number of successive scans that must find nothing before a run is over
     */
    RunMonitor(
            Consumer<Report> reports,
            Consumer<Child> over,
            LogHolders logs,
            ProcessScanner scanner,
            EscapedProcesses escaped,
            BooleanSupplier fleeting,
            int emptyLooks,
            Turns turns) {
        this.reports = reports;
        this.over = over;
        this.scanner = scanner;
        this.escaped = escaped;
        this.fleeting = fleeting;
        this.emptyLooks = emptyLooks;
        this.turns = turns;
        this.lingering = new LingeringRuns(turns);
        this.outlived = new OutlivedWatch(this::isUnderWay, scanner, escaped, lingering, turns, reports);
        this.signals = new RunSignals(runs::get, this::settle, scanner, escaped, lingering, reports, turns);
        scanner.claimedBy(new Owners(logs, starting, runs.values(), outlived), leaders::get);
    }

    /** Reports what is left of a run, or of what has outlived it. */
    void inspect(Run run) {
        if (runs.containsKey(run)) {
            signals.count(run);
        } else {
            outlived.inspect(run);
        }
    }

    OutlivedWatch outlived() {
        return outlived;
    }

    /** Spawns the leader of a run, which a scan may see before the spawn returns. */
    void start(Run run, Birth birth) throws SpawnException {
        starting.add(run);
        try {
            birth.make();
        } finally {
            starting.remove(run);
        }
    }

    /** Checked in this order, since a run that is no longer starting has begun. */
    private boolean isUnderWay(Run run) {
        return starting.contains(run) || runs.containsKey(run);
    }

    void begin(Child child, LeaderExit policy) {
        begin(child, policy, starting.began(child.run()));
    }

    /** @param began when the start of the run began, by {@link System#nanoTime} */
    void begin(Child child, LeaderExit policy, long began) {
        outlived.begins(child.run());
        scanner.begins(child.run(), child.pid(), policy == LeaderExit.RELEASE);
        leaders.put(child.pid(), child.run());
        runs.put(child.run(), new MonitoredRun(child, policy, began));
    }

    /** Checks what is left of a run, and reports it; called by any thread. */
    void settle(Child child) {
        MonitoredRun run = runs.get(child.run());
        if (run == null) {
            return;
        }
        // One thread at a time, since the exit of the leader must not be reported after that of the run.
        synchronized (run) {
            if (runs.get(child.run()) == run) {
                settle(run);
            }
        }
    }

    private void settle(MonitoredRun run) {
        switch (run.child().settle()) {
            case LEADER_ENDED -> {
                if (!releases(run)) {
                    lingers(run);
                }
            }
            case EMPTY -> {
                run.emptied();
                if (releases(run)) {
                    return;
                }
                if (run.mayHaveEscaped()) {
                    look(run);
                } else {
                    over(run);
                }
            }
            case NONE -> look(run);
        }
    }

    private boolean releases(MonitoredRun run) {
        if (run.release()) {
            turns.after(0, () -> scanner.of(run.run(), List.of(), found -> released(run, found)));
        }
        return run.isReleased();
    }

    private void released(MonitoredRun run, List<ScannedProcess> found) {
        if (run.isReleased()) {
            run.note(found, Leftover.Fate.RELEASED);
            escaped.add(found.stream().map(ScannedProcess::apart).toList());
            over(run);
        } else {
            // A stop has arrived meanwhile.
            lingers(run);
        }
    }

    private void lingers(MonitoredRun run) {
        Signal owed = run.owed();
        if (owed != null) {
            turns.after(0, () -> signals.send(new Order.Send(run.run(), owed)));
        }
        if (run.tellLeader()) {
            reports.accept(new Report.LeaderExited(run.run(), SteadyClock.now(), status(run)));
        }
        lingering.add(run.run(), () -> settle(run.child()));
    }

    private void look(MonitoredRun run) {
        if (run.look()) {
            turns.after(0, () -> scanner.of(run.run(), run.known(), found -> looked(run, found)));
        }
    }

    private void looked(MonitoredRun run, List<ScannedProcess> found) {
        run.looked(found);
        escaped.add(found);
        if (runs.get(run.run()) != run) {
            // An earlier scan has ended the run.
            return;
        }
        if (found.isEmpty() && !fleeting.getAsBoolean()) {
            if (run.emptyLooks() < emptyLooks) {
                look(run);
                return;
            }
            if (run.last() != null) {
                run.suspect(scanner.suspects());
            }
            over(run);
            return;
        }
        Signal last = run.last();
        if (last != null) {
            run.note(found, last == Signal.KILL ? Leftover.Fate.KILLED : Leftover.Fate.ENDED);
            escaped.send(found, last);
        }
        lingers(run);
        lingering.hurry();
    }

    private void over(MonitoredRun run) {
        if (outlived.ended(run.run(), run.child().pid(), !run.mayHaveEscaped(), () -> runs.remove(run.run(), run))) {
            Observations observed = run.observations();
            lingering.remove(run.run());
            leaders.remove(run.child().pid(), run.run());
            scanner.ends(run.run());
            over.accept(run.child());
            reports.accept(new Report.Exited(
                    run.run(), SteadyClock.now(), status(run), run.child().usage(), run.leftovers(), observed));
        }
    }

    private static ExitStatus status(MonitoredRun run) {
        return Objects.requireNonNull(run.child().status());
    }

    /** Ends all runs without a turn. */
    ForcedStop forcedStop() {
        return new ForcedStop(runs.values(), scanner, escaped);
    }

    RunSignals signals() {
        return signals;
    }

    @Override
    public void close() {
        lingering.close();
        outlived.close();
        scanner.close();
    }
}
