package io.meproc.process.scan;

import io.meproc.task.Run;
import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The descendants of processes, as the kernel lists the children of each process (proc(5), {@code
 * /proc/PID/task/TID/children}). The cost depends on the processes of a run, not on those of the machine. So it can
 * be read before a signal ends the parents by which processes without a mark are recognised.
 */
public final class ProcessTree {
    private static final boolean LISTED =
            new File("/proc/self/task/" + ProcessHandle.current().pid() + "/children").exists();

    /** The most processes of one run; the process scan handles what a fork bomb has beyond them. */
    private static final int MOST = 1_000;

    private final ProcessScan.Rules rules;

    /** The orphans among the children of the supervisor. */
    private final int[] orphans;

    private ProcessTree(ProcessScan.Rules rules, int[] orphans) {
        this.rules = rules;
        this.orphans = orphans;
    }

    /** Whether this kernel lists children (CONFIG_PROC_CHILDREN). */
    public static boolean isListed() {
        return LISTED;
    }

    /** The current descendants, for the runs that are signalled next. */
    static ProcessTree now(ProcessScan.Rules rules) {
        int self = (int) ProcessHandle.current().pid();
        return new ProcessTree(
                rules,
                ProcFiles.children(self)
                        .filter(child -> rules.groups().of(child) == null)
                        .toArray());
    }

    /** The processes outside of the process group of a run that descend from those in it. */
    public List<ScannedProcess> outside(Run run, int leader) {
        Deque<Integer> next = new ArrayDeque<>(List.of(leader));
        IntStream.of(orphans).filter(orphan -> isInGroup(orphan, run)).forEach(next::add);
        Set<Integer> seen = new HashSet<>(next);
        List<ScannedProcess> outside = new ArrayList<>();
        while (!next.isEmpty()) {
            int pid = next.remove();
            if (pid != leader && !isInGroup(pid, run)) {
                add(outside, run, pid);
            }
            ProcFiles.children(pid)
                    .filter(child -> seen.size() < MOST && seen.add(child))
                    .forEach(next::add);
        }
        return outside;
    }

    private boolean isInGroup(int pid, Run run) {
        return run.equals(rules.groups().of(rules.groupOf().applyAsInt(pid)));
    }

    private void add(List<ScannedProcess> outside, Run run, int pid) {
        ProcFiles.Stat stat = ProcFiles.stat(pid);
        if (stat != null && stat.alive()) {
            outside.add(rules.found(run, stat, true));
        }
    }
}
