package io.meproc.process.scan;

import io.meproc.bus.SteadyClock;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports each orphan that may belong to a run without proof, once; it is not signalled. For use in {@code Turns}. */
public final class UnprovenOrphans {
    private static final Logger LOG = LoggerFactory.getLogger(UnprovenOrphans.class);

    /** The most runs that are named for one orphan. */
    private static final int MOST_RUNS = 5;

    private final ProcessScanner scanner;
    private final Consumer<Report> reports;
    private final Set<Integer> reported = new HashSet<>();

    public UnprovenOrphans(ProcessScanner scanner, Consumer<Report> reports) {
        this.scanner = scanner;
        this.reports = reports;
    }

    /**
     * Reports the orphans that may belong to one of these runs.
     *
     * @param ended the runs that ended before the last process scan, with the pids of their leaders
     */
    public void report(Map<Run, Integer> ended) {
        List<ProcFiles.Stat> suspects = scanner.suspects();
        for (ProcFiles.Stat suspect : suspects) {
            if (reported.add(suspect.pid())) {
                report(ended, suspect);
            }
        }
        reported.retainAll(suspects.stream().map(ProcFiles.Stat::pid).collect(Collectors.toSet()));
    }

    private void report(Map<Run, Integer> ended, ProcFiles.Stat suspect) {
        Leftover left = new Leftover(suspect.pid(), ProcFiles.command(suspect), true, Leftover.Fate.SUSPECTED);
        if (ended.isEmpty()) {
            LOG.warn("Process {} may belong to a task; nothing proves that, so it is left alone", left.words());
        }
        ended.entrySet().stream()
                .sorted(Comparator.comparingLong(run -> -run.getKey().incarnation()))
                .limit(MOST_RUNS)
                .forEach(run -> reports.accept(
                        new Report.Outlived(run.getKey(), SteadyClock.now(), run.getValue(), List.of(left))));
    }
}
