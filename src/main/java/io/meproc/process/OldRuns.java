package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ProcessScan;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.process.scan.UnprovenMarks;
import io.meproc.task.Adoption;
import io.meproc.task.Leftovers;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.exit.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that an earlier Meproc with the same data directory left running because it was killed or crashed, or was
 * set to. They are found once, before any run is started, by the mark in their environment. What is not adopted is subject
 * to the policy. For use in {@link Turns}.
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
    private final BiPredicate<Run, Integer> contained;
    private @Nullable List<ScannedProcess> scanned;
    private List<ScannedProcess> found = List.of();
    private List<Adoption.Unverified> unverified = List.of();
    private Order.@Nullable Adopt order;
    private Consumer<AdoptionPlan> decided = plan -> {};
    private boolean known;
    private List<ScannedProcess> released = List.of();

    /** @param contained whether the control group of a run has a process */
    OldRuns(
            Marker marker,
            LeftoverPolicy policy,
            EscapedProcesses.Signalling signalling,
            BiPredicate<Run, Integer> contained,
            Turns turns) {
        this.contained = contained;
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
        return ProcessScan.ofMarks(marker).through(List.of());
    }

    private void found(ProcessScan.Seen seen) {
        // The supervisor itself has the mark if it was started by such a process.
        long self = ProcessHandle.current().pid();
        scanned = seen.found().stream()
                .filter(process -> process.pid() != self)
                .sorted(Comparator.comparingInt(ScannedProcess::pid))
                .toList();
        new UnprovenMarks().report(seen.unproven());
        decide();
    }

    /**
     * Decides which runs are adopted; the first call counts.
     *
     * @param adoption receives the decision as soon as the processes are known
     */
    void adopt(Order.Adopt adopt, Consumer<AdoptionPlan> adoption) {
        if (order != null) {
            adoption.accept(new AdoptionPlan(List.of(), marker, contained));
            return;
        }
        order = adopt;
        decided = adoption;
        decide();
    }

    /** Adopts nothing if there was no order to adopt before another one. */
    void assumeNothing() {
        if (order == null) {
            adopt(Order.Adopt.NOTHING, plan -> {});
        }
    }

    private void decide() {
        if (order == null || scanned == null || known) {
            return;
        }
        AdoptionPlan plan = new AdoptionPlan(scanned, marker, contained).decide(order);
        found = plan.leftovers();
        unverified = plan.unverified();
        released = plan.released();
        report();
        known = true;
        decided.accept(plan);
        if (policy == LeftoverPolicy.END) {
            signal(Signal.TERM);
            turns.after(GRACE.toMillis(), () -> signal(Signal.KILL));
        }
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    private void report() {
        for (ScannedProcess process : found) {
            LOG.warn(
                    "Process {} of {} was left running by an earlier Meproc on this data directory",
                    process.leftover(false).words(),
                    process.run().replica());
        }
        if (!found.isEmpty()) {
            LOG.warn("{} such processes; leftovers: {}: {}", found.size(), policy.word(), policy.meaning());
        }
        for (Adoption.Unverified process : unverified) {
            LOG.warn(
                    "Process {} ({}) was recorded as the leader of {}, but {}; it is left alone, and the replica is not"
                            + " started beside it",
                    process.pid(),
                    process.command(),
                    process.run().replica(),
                    process.why());
        }
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

    /** The reason why no process of a replica may be started now; null if it may. */
    @Nullable
    String obstacle(ReplicaId replica) {
        String task = replica.task();
        if (!unverified.isEmpty()) {
            unverified = unverified.stream().filter(OldRuns::lives).toList();
            Optional<Adoption.Unverified> other = unverified.stream()
                    .filter(process -> process.run().replica().equals(replica))
                    .findFirst();
            if (other.isPresent()) {
                return "process " + other.get().pid() + " (" + other.get().command() + ") may be its earlier run: "
                        + other.get().why();
            }
        }
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

    private static boolean lives(Adoption.Unverified process) {
        ProcFiles.Stat now = ProcFiles.stat((int) process.pid());
        return now != null && now.alive() && now.started() == process.started();
    }

    /** The processes that still live. */
    Leftovers leftovers() {
        List<Leftovers.OldProcess> all = new ArrayList<>();
        for (ScannedProcess process : living()) {
            all.add(old(process, null));
        }
        for (Adoption.Unverified process : unverified) {
            ScannedProcess scanned = scanned(process);
            if (scanned != null) {
                all.add(old(scanned, process.why()));
            }
        }
        return new Leftovers(all);
    }

    private static Leftovers.OldProcess old(ScannedProcess process, @Nullable String unproven) {
        return new Leftovers.OldProcess(
                process.run(),
                process.pid(),
                SteadyClock.now().minus(ProcFiles.age(process.stat())),
                process.leftover(false).command(),
                unproven,
                false);
    }

    private static @Nullable ScannedProcess scanned(Adoption.Unverified process) {
        ProcFiles.Stat now = ProcFiles.stat((int) process.pid());
        return now == null || !now.alive() || now.started() != process.started()
                ? null
                : new ScannedProcess(process.run(), now, process.command(), true, false);
    }

    /** A live process by its pid; null if it is none of these. */
    @Nullable
    ScannedProcess find(long pid) {
        return Stream.concat(
                        living().stream(),
                        unverified.stream().map(OldRuns::scanned).flatMap(Stream::ofNullable))
                .filter(process -> process.pid() == pid)
                .findFirst()
                .orElse(null);
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

    /** The processes that runs of the earlier service process had released; complete as soon as they are known. */
    List<ScannedProcess> released() {
        return released;
    }

    /** Removes a process. */
    void forget(ScannedProcess process) {
        found = found.stream().filter(each -> each.pid() != process.pid()).toList();
        unverified =
                unverified.stream().filter(each -> each.pid() != process.pid()).toList();
    }

    /** Removes the processes of a run, and returns them. */
    List<ScannedProcess> take(Run run) {
        List<ScannedProcess> taken =
                living().stream().filter(each -> each.run().equals(run)).toList();
        found = found.stream().filter(each -> !each.run().equals(run)).toList();
        unverified = unverified.stream().filter(each -> !each.run().equals(run)).toList();
        return taken;
    }
}
