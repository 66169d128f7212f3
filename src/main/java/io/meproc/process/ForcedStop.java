package io.meproc.process;

import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.Rules;
import io.meproc.task.Run;
import io.meproc.task.exit.Signal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Ends all runs on one thread and within a bounded time, whatever their stop plans are. */
final class ForcedStop {
    /** Repeated, since a process may be forked while others are signalled. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Collection<MonitoredRun> runs;
    private final ProcessScanner scanner;
    private final EscapedProcesses escaped;

    /** The runs that were signalled, also if they are over, since more processes may have left their group. */
    private final Set<Run> signalled = new HashSet<>();

    /** @param runs the runs that are followed, at any time */
    ForcedStop(Collection<MonitoredRun> runs, ProcessScanner scanner, EscapedProcesses escaped) {
        this.runs = runs;
        this.scanner = scanner;
        this.escaped = escaped;
    }

    /**
     * Sends SIGTERM, and SIGKILL after {@link Rules#GRACE}; returns the number of processes left after {@link
     * Rules#LAST_RESORT}.
     */
    int end(BooleanSupplier hurried) {
        int left = hurried.getAsBoolean() ? 1 : signal(Signal.TERM, Rules.GRACE, hurried);
        return left == 0 ? 0 : signal(Signal.KILL, Rules.LAST_RESORT, () -> false);
    }

    private int signal(Signal signal, Duration patience, BooleanSupplier enough) {
        long began = System.nanoTime();
        int left = signal(signal);
        while (left > 0 && !enough.getAsBoolean() && System.nanoTime() - began < patience.toNanos()) {
            LockSupport.parkNanos(PAUSE);
            left = signal(signal);
        }
        return left;
    }

    private int signal(Signal signal) {
        for (MonitoredRun run : runs) {
            signalled.add(run.run());
            run.sends(signal, false);
            run.child().send(signal);
        }
        List<ScannedProcess> found = scanner.at(signalled);
        escaped.add(found);
        escaped.send(found, signal);
        return found.size();
    }
}
