package io.meproc.process.scan;

import io.meproc.linux.Pids;
import io.meproc.task.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Measures the memory of the process groups of runs. Shared pages count in parts (PSS, proc_pid_smaps(5)), so that a server
 * that forks its workers is not measured several times.
 */
public final class MemorySampler {
    private static final String SHARE = "Pss:";
    private static final int KILO = 1_024;

    private final ProcessScanner.Groups groups;
    private final IntUnaryOperator groupOf;

    private record Member(int pid, long rss) {}

    public MemorySampler(ProcessScanner.Groups groups, IntUnaryOperator groupOf) {
        this.groups = groups;
        this.groupOf = groupOf;
    }

    /**
     * The memory of runs in bytes. The resident memory (RSS) is cheap to read and never less than the PSS, which is read only
     * for runs whose RSS exceeds their ceiling. Where the PSS of a process may not be read, its RSS counts.
     *
     * @param ceilings in bytes, for each run to measure
     */
    public Map<Run, Long> measure(Map<Run, Long> ceilings) {
        Map<Run, List<Member>> members = new HashMap<>();
        Pids.all().forEach(pid -> {
            int group = groupOf.applyAsInt(pid);
            Run run = group > 0 ? groups.of(group) : null;
            ProcFiles.Stat stat = run == null || !ceilings.containsKey(run) ? null : ProcFiles.stat(pid);
            if (run != null && stat != null) {
                members.computeIfAbsent(run, none -> new ArrayList<>())
                        .add(new Member(pid, stat.pages() * UsageSampler.PAGE_BYTES));
            }
        });
        Map<Run, Long> measured = new HashMap<>();
        members.forEach((run, all) -> {
            long rss = all.stream().mapToLong(Member::rss).sum();
            long ceiling = ceilings.getOrDefault(run, Long.MAX_VALUE);
            measured.put(
                    run,
                    rss > ceiling ? all.stream().mapToLong(MemorySampler::share).sum() : rss);
        });
        return measured;
    }

    private static long share(Member member) {
        return ProcFiles.lines(member.pid(), "smaps_rollup")
                .filter(line -> line.startsWith(SHARE))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILO)
                .findFirst()
                .orElse(member.rss());
    }
}
