package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.Report;
import io.meproc.task.Run;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The processes that were found of runs that are over. A run is kept until nothing of it is left, and that is reported. Not
 * safe for several threads.
 */
final class Remains {
    /** The processes of a run, by pid, and the pid of its leader; 0 if it is not known. */
    private record OfRun(int leader, Map<Integer, ScannedProcess> processes) {}

    private final Map<Run, OfRun> byRun = new HashMap<>();
    private final Set<Integer> pids = new HashSet<>();

    void add(ScannedProcess process, int leader) {
        byRun.computeIfAbsent(process.run(), run -> new OfRun(leader, new HashMap<>()))
                .processes()
                .put(process.pid(), process);
        pids.add(process.pid());
    }

    /** Removes the processes of a run that have ended; returns whether there were any. */
    boolean removeEnded(Run run) {
        List<ScannedProcess> ended =
                of(run).stream().filter(process -> !process.lives()).toList();
        for (ScannedProcess process : ended) {
            Objects.requireNonNull(byRun.get(run)).processes().remove(process.pid());
            pids.remove(process.pid());
        }
        return !ended.isEmpty();
    }

    /** Removes a run of which nothing is left; returns false if it is not in here. */
    boolean remove(Run run) {
        return byRun.remove(run) != null;
    }

    boolean has(int pid) {
        return pids.contains(pid);
    }

    Set<Run> runs() {
        return Set.copyOf(byRun.keySet());
    }

    /** The pid of the leader of a run; 0 if it is not known. */
    int leader(Run run) {
        OfRun known = byRun.get(run);
        return known == null ? 0 : known.leader();
    }

    List<ScannedProcess> of(Run run) {
        OfRun known = byRun.get(run);
        return known == null ? List.of() : List.copyOf(known.processes().values());
    }

    /** A report for each of these runs of which a process lives. */
    List<Report.Outlived> living(Predicate<Run> which) {
        return reports(byRun.entrySet().stream()
                .filter(each -> which.test(each.getKey()))
                .flatMap(each -> each.getValue().processes().values().stream())
                .filter(ScannedProcess::lives)
                .toList());
    }

    /** A report for each run of these processes. */
    List<Report.Outlived> reports(List<ScannedProcess> processes) {
        return processes.stream().collect(Collectors.groupingBy(ScannedProcess::run)).entrySet().stream()
                .map(each -> new Report.Outlived(
                        each.getKey(),
                        SteadyClock.now(),
                        leader(each.getKey()),
                        each.getValue().stream()
                                .map(process -> process.leftover(false))
                                .toList()))
                .toList();
    }
}
