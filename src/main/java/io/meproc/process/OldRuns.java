package io.meproc.process;

import io.meproc.process.context.Turns;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.Membership;
import io.meproc.process.scan.PreExec;
import io.meproc.process.scan.ProcessScan;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.process.scan.UnprovenMarks;
import io.meproc.task.Leftovers;
import io.meproc.task.exit.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that an earlier Meproc with the same data directory left running because it was killed or crashed.
 * They are found once, before any run is started, by the mark in their environment. For use in {@link Turns}.
 */
final class OldRuns {
    private static final Logger LOG = LoggerFactory.getLogger(OldRuns.class);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int MOST_WORDS = 10;

    private final Marker marker;
    private final LeftoverPolicy policy;
    private final EscapedProcesses.Signalling signalling;
    private final Turns turns;
    private final List<Runnable> waiting = new ArrayList<>();
    private List<ScannedProcess> found = List.of();
    private boolean known;

    OldRuns(Marker marker, LeftoverPolicy policy, EscapedProcesses.Signalling signalling, Turns turns) {
        this.marker = marker;
        this.policy = policy;
        this.signalling = signalling;
        this.turns = turns;
    }

    /** Scans for the processes. A failed scan is repeated, since it does not prove that there are none. */
    void find() {
        turns.aside(this::scan, this::found, broken -> turns.after(GRACE.toMillis(), this::find));
    }

    private ProcessScan.Seen scan() {
        ProcessScan.Rules rules =
                new ProcessScan.Rules(marker, group -> null, pid -> pid, Membership.NONE, new PreExec(), -1, -1);
        return new ProcessScan(rules, orphan -> null, Set.of(), Set.of()).through(List.of());
    }

    private void found(ProcessScan.Seen seen) {
        // The supervisor itself has the mark if it was started by such a process.
        long self = ProcessHandle.current().pid();
        found = seen.found().stream()
                .filter(process -> process.pid() != self)
                .sorted(Comparator.comparingInt(ScannedProcess::pid))
                .toList();
        new UnprovenMarks().report(seen.unproven());
        for (ScannedProcess process : found) {
            LOG.warn(
                    "Process {} of {} was left running by an earlier Meproc on this data directory",
                    process.leftover(false).words(),
                    process.run().replica());
        }
        if (!found.isEmpty()) {
            LOG.warn("{} such processes; leftovers: {}: {}", found.size(), policy.word(), policy.meaning());
        }
        known = true;
        if (policy == LeftoverPolicy.END) {
            signal(Signal.TERM);
            turns.after(GRACE.toMillis(), () -> signal(Signal.KILL));
        }
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    private void signal(Signal signal) {
        List<ScannedProcess> living = living();
        if (!living.isEmpty()) {
            LOG.info("Signal {} for {} processes of an earlier Meproc", signal, living.size());
        }
        living.forEach(process -> signalling.send(process, signal));
    }

    private List<ScannedProcess> living() {
        found = found.stream().filter(ScannedProcess::lives).toList();
        return found;
    }

    /** Runs an action as soon as the processes are known. */
    void whenKnown(Runnable action) {
        if (known) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    /** The reason why no process of a task may be started now; null if it may. */
    @Nullable
    String obstacle(String task) {
        if (policy == LeftoverPolicy.IGNORE || found.isEmpty()) {
            return null;
        }
        List<ScannedProcess> these = living().stream()
                .filter(process -> process.run().replica().task().equals(task))
                .toList();
        if (these.isEmpty()) {
            return null;
        }
        String words = these.stream()
                .limit(MOST_WORDS)
                .map(process -> process.leftover(false).words())
                .collect(Collectors.joining(", "));
        return "an earlier Meproc on this data directory has left processes of the task running: " + words
                + (these.size() > MOST_WORDS ? " and " + (these.size() - MOST_WORDS) + " more" : "")
                + (policy == LeftoverPolicy.END
                        ? "; they are being ended"
                        : "; end them (kill), or set leftovers: end");
    }

    /** The processes that still live. */
    Leftovers leftovers() {
        return new Leftovers(living().stream()
                .map(process -> new Leftovers.OldProcess(
                        process.run().replica(),
                        process.pid(),
                        process.leftover(false).command()))
                .toList());
    }
}
