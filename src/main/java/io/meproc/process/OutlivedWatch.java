package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.process.scan.UnprovenOrphans;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports the escaped processes of runs that ended by themselves, and their end; the core orders the signals to them. A
 * scan at each end would make an end as slow as the machine has processes, so one scan, after a pause, serves all ends
 * since the last. For use in {@link Turns}, except for {@link #ended} and {@link #begins}.
 */
final class OutlivedWatch implements AutoCloseable {
    private static final long SCAN_MILLIS = 500;

    private record Sweep(@Nullable String task, Consumer<List<Report.Outlived>> answer) {}

    /**
     * A requested scan.
     *
     * @param runs its runs, with the pids of their leaders
     * @param overSince the runs that have ended since the request
     */
    private record Scan(Map<Run, Integer> runs, Set<Run> overSince, List<Sweep> sweeps) {}

    private final Predicate<Run> watched;
    private final ProcessScanner scanner;
    private final EscapedProcesses escaped;
    private final Turns turns;
    private final Consumer<Report> reports;
    private final UnprovenOrphans suspects;
    private final LingeringRuns lingering;

    /** The runs that have ended, or of which a process has ended, since the last request of a scan; with the pids of their leaders. */
    private final Map<Run, Integer> unseen = new HashMap<>();

    /** The requested scans, the oldest first. */
    private final List<Scan> scans = new ArrayList<>();

    private final Remains remains = new Remains();
    private long firstIncarnation = Long.MAX_VALUE;
    private boolean scanPlanned;
    private boolean scanDue;
    private boolean closed;

    /**
     * @param watched whether a run is not over
     * @param lingering checks at intervals whether processes still live
     * @param reports receives the processes that have outlived their run
     */
    OutlivedWatch(
            Predicate<Run> watched,
            ProcessScanner scanner,
            EscapedProcesses escaped,
            LingeringRuns lingering,
            Turns turns,
            Consumer<Report> reports) {
        this.watched = watched;
        this.scanner = scanner;
        this.escaped = escaped;
        this.lingering = lingering;
        this.turns = turns;
        this.reports = reports;
        this.suspects = new UnprovenOrphans(scanner, reports);
    }

    /** Records a run that begins; marks of runs earlier than the first one belong to an earlier supervisor. */
    synchronized void begins(Run run) {
        firstIncarnation = Math.min(firstIncarnation, run.incarnation());
    }

    /**
     * Records a run that is over. A scan that was requested before does not judge the run, since it may have seen its
     * processes while the run was not over.
     *
     * @param leader the pid of its leader
     * @param looks whether processes of it may live outside of its process group
     * @param forgotten removes it from the runs that are not over; returns false if it is not one of them. No scan is
     * judged between that and the entry here, since the process group of the run would be unknown.
     */
    synchronized boolean ended(Run run, int leader, boolean looks, BooleanSupplier forgotten) {
        if (!forgotten.getAsBoolean()) {
            return false;
        }
        scans.forEach(scan -> scan.overSince().add(run));
        if (looks) {
            unseen.put(run, leader);
            if (!scanPlanned && !closed) {
                scanPlanned = true;
                turns.after(SCAN_MILLIS, this::planned);
            }
        }
        return true;
    }

    private synchronized void planned() {
        scanPlanned = false;
        scan(List.of());
    }

    /** The latest run of this replica that has ended and may have left processes; null for none. */
    synchronized @Nullable Run latest(ReplicaId replica) {
        return Stream.concat(
                        Stream.of(unseen.keySet(), remains.runs()),
                        scans.stream().map(scan -> scan.runs().keySet()))
                .flatMap(Collection::stream)
                .filter(run -> run.replica().equals(replica))
                .max(Comparator.comparingLong(Run::incarnation))
                .orElse(null);
    }

    /** Answers with the processes that are left of ended runs of a task, or of all tasks for null, after a scan for them. */
    synchronized void sweep(@Nullable String task, Consumer<List<Report.Outlived>> answer) {
        Sweep sweep = new Sweep(task, answer);
        List<Scan> under =
                scans.stream().filter(scan -> anyOf(task, scan.runs().keySet())).toList();
        if (!closed && anyOf(task, unseen.keySet())) {
            scan(List.of(sweep));
        } else if (!closed && !under.isEmpty()) {
            under.get(under.size() - 1).sweeps().add(sweep);
        } else {
            answer(sweep);
        }
    }

    private static boolean anyOf(@Nullable String task, Set<Run> runs) {
        return runs.stream().anyMatch(run -> isOf(task, run));
    }

    private static boolean isOf(@Nullable String task, Run run) {
        return task == null || task.equals(run.replica().task());
    }

    private void answer(Sweep sweep) {
        sweep.answer().accept(left(sweep.task()));
    }

    /** The processes that are left of ended runs of a task, or of all tasks for null. */
    synchronized List<Report.Outlived> left(@Nullable String task) {
        return remains.living(run -> isOf(task, run));
    }

    private void scan(List<Sweep> sweeps) {
        if (unseen.isEmpty() || closed) {
            return;
        }
        Scan scan = new Scan(Map.copyOf(unseen), new HashSet<>(), new ArrayList<>(sweeps));
        unseen.clear();
        scans.add(scan);
        scanner.outside(found -> scanned(scan, found));
    }

    private synchronized void scanned(Scan scan, List<ScannedProcess> found) {
        scans.remove(scan);
        Map<Run, Integer> leaders = new HashMap<>(unseen);
        leaders.putAll(scan.runs());
        remains.runs().forEach(run -> leaders.putIfAbsent(run, remains.leader(run)));
        List<ScannedProcess> news = found.stream()
                .filter(each -> each.run().incarnation() >= firstIncarnation)
                .filter(each -> !watched.test(each.run()) && !scan.overSince().contains(each.run()))
                .filter(each -> !remains.has(each.pid()))
                .filter(each -> !scanner.isLeader(each.pid()) && each.lives())
                .map(each -> each.ofGroup(leaders.getOrDefault(each.run(), 0)))
                .toList();
        escaped.add(news);
        news.forEach(process -> remains.add(process, leaders.getOrDefault(process.run(), 0)));
        remains.reports(news).forEach(report -> {
            reports.accept(report);
            lingering.add(report.run(), () -> check(report.run()));
        });
        suspects.report(scan.runs());
        scan.sweeps().forEach(this::answer);
        scan.runs().keySet().forEach(this::clear);
    }

    /** Detects processes of a run that have ended. They may have started others that no scan has seen. */
    private synchronized void check(Run run) {
        boolean ended = remains.removeEnded(run);
        if (remains.of(run).isEmpty()) {
            lingering.remove(run);
        }
        if (ended) {
            unseen.put(run, remains.leader(run));
            if (!scanDue) {
                scanDue = true;
                turns.after(0, this::due);
            }
        }
    }

    private synchronized void due() {
        scanDue = false;
        scan(List.of());
    }

    /** Reports that nothing is left of a run, if that is so and no scan is to come. */
    private void clear(Run run) {
        boolean open = unseen.containsKey(run)
                || scans.stream().anyMatch(scan -> scan.runs().containsKey(run))
                || !remains.of(run).isEmpty();
        if (!open && remains.remove(run)) {
            reports.accept(new Report.Cleared(run, SteadyClock.now()));
        }
    }

    /** Signals those of these processes of a run that are left. */
    synchronized void send(Run run, Signal signal, List<Long> these) {
        Set<Long> signalled = Set.copyOf(these);
        escaped.send(
                remains.of(run).stream()
                        .filter(process -> signalled.contains((long) process.pid()))
                        .toList(),
                signal);
        lingering.hurry();
    }

    /** Reports what is left of a run that is over. */
    synchronized void inspect(Run run) {
        List<Leftover> survivors = remains.of(run).stream()
                .filter(ScannedProcess::lives)
                .map(process ->
                        escaped.refused(process) ? process.leftover(Leftover.Fate.REFUSED) : process.leftover(true))
                .toList();
        if (!survivors.isEmpty()) {
            reports.accept(new Report.Survived(run, SteadyClock.now(), survivors));
        } else if (!remains.runs().contains(run)) {
            reports.accept(new Report.Cleared(run, SteadyClock.now()));
        }
    }

    /** Ends the scans, and answers the waiting requests. */
    @Override
    public synchronized void close() {
        closed = true;
        scans.forEach(scan -> scan.sweeps().forEach(this::answer));
        scans.clear();
    }
}
