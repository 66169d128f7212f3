package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ProcessScan;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.Leftovers;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The processes that ended runs have released by the policy of their task. They are known from the end of their run on, and
 * found by their marks: after a restart of the service, and those that they have started since.
 */
final class ReleasedProcesses {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Map<Integer, ScannedProcess> byPid = new ConcurrentHashMap<>();
    private final Marker marker;
    private final EscapedProcesses.Signalling signalling;
    private final Set<Run> runs;
    private final Turns turns;
    private volatile boolean any;

    /** @param runs the runs that are not over */
    ReleasedProcesses(Marker marker, EscapedProcesses.Signalling signalling, Set<Run> runs, Turns turns) {
        this.marker = marker;
        this.signalling = signalling;
        this.runs = runs;
        this.turns = turns;
    }

    /** Adds those of a run that has ended; called by any thread. */
    void add(Report.Exited exited) {
        for (Leftover left : exited.leftovers()) {
            ProcFiles.Stat stat = left.released() ? ProcFiles.stat((int) left.pid()) : null;
            if (stat != null) {
                add(List.of(new ScannedProcess(exited.run(), stat, left.command(), true, left.outside())));
            }
        }
    }

    /** Adds processes; called by any thread. */
    void add(List<ScannedProcess> found) {
        found.forEach(each -> byPid.put(each.pid(), each));
        any |= !found.isEmpty();
    }

    /** The number of those that live, as far as they are known. */
    int count() {
        byPid.values().removeIf(each -> !each.lives());
        return byPid.size();
    }

    /** Finds those that live. The scan is left out if no process was ever released. */
    void list(Consumer<List<Leftovers.OldProcess>> answer) {
        if (!any) {
            answer.accept(List.of());
            return;
        }
        turns.aside(
                () -> ProcessScan.ofMarks(marker).through(List.of()).found(),
                found -> {
                    add(found.stream()
                            .filter(each -> !runs.contains(each.run()) && each.mayStay())
                            .toList());
                    answer.accept(known());
                },
                broken -> answer.accept(known()));
    }

    private List<Leftovers.OldProcess> known() {
        count();
        return byPid.values().stream()
                .sorted(Comparator.comparingInt(ScannedProcess::pid))
                .map(each -> new Leftovers.OldProcess(
                        each.run(),
                        each.pid(),
                        SteadyClock.now().minus(ProcFiles.age(each.stat())),
                        each.leftover(false).command(),
                        null,
                        true))
                .toList();
    }

    /** A live one by its pid; null if it is none of these. */
    @Nullable
    ScannedProcess find(long pid) {
        ScannedProcess process = byPid.get((int) pid);
        return process != null && process.lives() ? process : null;
    }

    /** Ends a process; its identity is checked before each signal. */
    void end(ScannedProcess process) {
        signalling.send(process, Signal.TERM);
        turns.after(GRACE.toMillis(), () -> {
            if (process.lives()) {
                signalling.send(process, Signal.KILL);
            }
        });
    }
}
