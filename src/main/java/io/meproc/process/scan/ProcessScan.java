package io.meproc.process.scan;

import io.meproc.linux.Pids;
import io.meproc.process.scan.ProcessScanner.Groups;
import io.meproc.task.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One scan of a {@link ProcessScanner} over /proc. */
public final class ProcessScan {
    /** The process group of kernel threads in kill(2) and getpgid(2). */
    private static final int KERNEL = 0;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    /**
     * The reads of a process that is just executing a program; 0.5 s in total. A process that takes longer is treated
     * as one without a mark.
     */
    private static final int LOOKS = 250;

    /**
     * The signs by which a process is assigned to a run.
     *
     * @param groupOf returns the process group of a pid; negative if there is none
     */
    public record Rules(
            Marker marker,
            Groups groups,
            IntUnaryOperator groupOf,
            Membership membership,
            PreExec preExec,
            int ownGroup,
            int ownSession) {
        /**
         * A process of a run. A process in the supervisor's own group, or in that of its leader, has not left any
         * group; with the portable launcher all are there.
         */
        ScannedProcess found(Run run, ProcFiles.Stat stat, boolean outside) {
            boolean stayed = stat.group() == ownGroup || run.equals(groups.of(stat.group()));
            return new ScannedProcess(run, stat, ProcFiles.command(stat), outside, outside && !stayed);
        }

        /** Whether a process has a proven mark of a run. A leader has none until it executes its program. */
        boolean isProven(int pid) {
            Marker.Mark mark = marker.read(ProcFiles.variable(ProcFiles.environment(pid), Marker.VARIABLE));
            return mark != null && isProven(pid, mark);
        }

        private boolean isProven(int pid, Marker.Mark mark) {
            ProcFiles.Users users = ProcFiles.users(pid);
            return users != null && marker.proves(mark, users);
        }
    }

    /**
     * The result of a scan.
     *
     * @param suspects orphans that may belong to any run
     * @param unproven processes of no known run with an unproven mark
     * @param dead ended children of the supervisor that it did not start and that are not reaped yet
     */
    public record Seen(
            List<ScannedProcess> found,
            List<ProcFiles.Stat> suspects,
            List<UnprovenMark> unproven,
            Set<ProcFiles.Stat> dead) {}

    private final int self = (int) ProcessHandle.current().pid();
    private final Rules rules;
    private final ProcessScanner.Claims claims;
    private final Set<Run> wanted;
    private final Set<Run> whole;
    private final boolean released;
    private final List<ScannedProcess> found = new ArrayList<>();
    private final List<Integer> unmarked = new ArrayList<>();
    private final List<UnprovenMark> unproven = new ArrayList<>();

    /**
     * @param wanted the requested runs; escaped processes are found without
     * @param whole those of them whose process group is requested as well
     */
    public ProcessScan(Rules rules, ProcessScanner.Claims claims, Set<Run> wanted, Set<Run> whole) {
        this(rules, claims, wanted, whole, false);
    }

    private ProcessScan(Rules rules, ProcessScanner.Claims claims, Set<Run> wanted, Set<Run> whole, boolean released) {
        this.released = released;
        this.rules = rules;
        this.claims = claims;
        this.wanted = wanted;
        this.whole = whole;
    }

    /** A scan for every process with a proven mark, also of runs that may leave processes when they end. */
    public static ProcessScan ofMarks(Marker marker) {
        Rules rules = new Rules(marker, group -> null, pid -> pid, Membership.NONE, new PreExec(), -1, -1);
        return new ProcessScan(rules, orphan -> null, Set.of(), Set.of(), true);
    }

    /** Makes the scan. {@code known} are processes found earlier that may have lost every sign of their run. */
    public Seen through(List<ScannedProcess> known) {
        // Newest first: in a chain of processes, each of which starts the next and ends, only the last lives.
        List<Integer> silent =
                Pids.all().boxed().sorted(Comparator.reverseOrder()).toList();
        for (int looks = 0; !silent.isEmpty() && looks < LOOKS; looks++) {
            if (looks > 0) {
                LockSupport.parkNanos(PAUSE);
            }
            silent = silent.stream().filter(pid -> !isExamined(pid)).toList();
        }
        unmarked.addAll(silent);
        addMembers();
        known.stream()
                .filter(ScannedProcess::lives)
                .filter(each -> found.stream().noneMatch(other -> other.pid() == each.pid()))
                .forEach(found::add);
        boolean forRuns = !found.isEmpty() || !wanted.isEmpty();
        Set<ProcFiles.Stat> strangers = strangers();
        Set<ProcFiles.Stat> living =
                strangers.stream().filter(ProcFiles.Stat::alive).collect(Collectors.toCollection(LinkedHashSet::new));
        living.removeIf(this::claimed);
        adopt(living);
        return new Seen(
                found,
                living.stream().filter(this::isOrphan).toList(),
                unproven.stream()
                        .filter(each -> found.stream()
                                .noneMatch(other -> other.pid() == each.stat().pid()))
                        .toList(),
                forRuns ? strangers.stream().filter(this::isDeadOrphan).collect(Collectors.toSet()) : Set.of());
    }

    /** Adds members of process groups that were forked after the pids were listed. */
    private void addMembers() {
        Set<Integer> seen = found.stream().map(ScannedProcess::pid).collect(Collectors.toCollection(HashSet::new));
        rules.membership().members(wanted).forEach((pid, run) -> {
            Run family = rules.groups().of(rules.groupOf().applyAsInt(pid));
            if (family == null && seen.add(pid)) {
                add(pid, run, true);
            }
        });
    }

    /** Assigns a process by the session of a run, which the leader created, or by what is known of orphans. */
    private boolean claimed(ProcFiles.Stat stat) {
        Run run = rules.groups().of(stat.session());
        if (run == null && isOrphan(stat)) {
            run = rules.membership().of(stat.pid());
            run = run == null ? claims.of(stat) : run;
            if (run == null && claims.mayBeStarting(stat)) {
                // The next scan assigns it.
                return true;
            }
        }
        if (run == null) {
            return false;
        }
        // The spawn of a leader may have returned since the process was seen.
        if (rules.groups().of(stat.pid()) == null) {
            found.add(rules.found(run, stat, true));
        }
        return true;
    }

    /** Whether a process is an orphan. Children started by code of this JVM are in its session. */
    private boolean isOrphan(ProcFiles.Stat stat) {
        return stat.parent() == self && stat.session() != rules.ownSession();
    }

    /** Whether a process is an ended orphan. Children started by other code of the JVM are in the JVM's own group. */
    private boolean isDeadOrphan(ProcFiles.Stat stat) {
        return !stat.alive() && stat.parent() == self && stat.group() != rules.ownGroup();
    }

    private Set<ProcFiles.Stat> strangers() {
        Set<Integer> known = found.stream().map(ScannedProcess::pid).collect(Collectors.toSet());
        return unmarked.stream()
                .filter(pid -> !known.contains(pid))
                .map(ProcFiles::stat)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether the environment of a process can be read; false while the process is executing another program. */
    private boolean isExamined(int pid) {
        int group = rules.groupOf().applyAsInt(pid);
        Run family = rules.groups().of(group);
        if (group <= KERNEL || (family != null && !whole.contains(family) && pid == group)) {
            return true;
        }
        if (family != null && whole.contains(family)) {
            add(pid, family, false);
            return true;
        }
        byte[] environment = ProcFiles.environment(pid);
        if (ProcFiles.changesSoon(pid, environment)) {
            return false;
        } else if (rules.preExec().is(pid, environment)) {
            return true;
        }
        String value = ProcFiles.variable(environment, Marker.VARIABLE);
        if (value == null && family == null && rules.marker().isOfProbe(environment, null)) {
            return true;
        }
        Run run = marked(pid, family, value);
        if (run != null && (wanted.contains(run) || (family == null && (released || !Marker.mayStay(environment))))) {
            // With the portable launcher without setsid all runs share one session, in which a process can join
            // another's group.
            add(pid, run, true);
        } else if (family == null && run == null) {
            unmarked.add(pid);
        }
        return true;
    }

    /** The run of a process's proven mark; null for none, and for the run of its process group. */
    private @Nullable Run marked(int pid, @Nullable Run family, @Nullable String value) {
        Marker.Mark mark = rules.marker().read(value);
        if (mark != null && mark.run().equals(family)) {
            return null;
        }
        if (mark != null && rules.isProven(pid, mark)) {
            return mark.run();
        }
        if (family == null && value != null && rules.marker().isNamedBy(value)) {
            ProcFiles.Stat stat = ProcFiles.stat(pid);
            if (stat != null && stat.alive()) {
                unproven.add(UnprovenMark.of(stat, value));
            }
        }
        return null;
    }

    private void add(int pid, Run run, boolean outside) {
        ProcFiles.Stat stat = ProcFiles.stat(pid);
        if (stat != null && stat.alive()) {
            found.add(rules.found(run, stat, outside));
        }
    }

    /**
     * Assigns the children of found processes, or of a requested process group, to the same run, although they have
     * cleared their environment.
     */
    private void adopt(Set<ProcFiles.Stat> strangers) {
        Map<Integer, Run> known = new HashMap<>();
        found.forEach(each -> known.put(each.pid(), each.run()));
        strangers.forEach(stat -> {
            Run family = rules.groups().of(rules.groupOf().applyAsInt(stat.parent()));
            if (family != null && wanted.contains(family)) {
                known.putIfAbsent(stat.parent(), family);
            }
        });
        List<ProcFiles.Stat> children;
        do {
            children = strangers.stream()
                    .filter(stat -> known.containsKey(stat.parent()))
                    .toList();
            for (ProcFiles.Stat child : children) {
                Run run = Objects.requireNonNull(known.get(child.parent()));
                strangers.remove(child);
                known.put(child.pid(), run);
                found.add(rules.found(run, child, true));
            }
        } while (!children.isEmpty());
    }
}
