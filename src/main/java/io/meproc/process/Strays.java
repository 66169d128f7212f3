package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.task.Refusal;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Rules;
import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the escaped processes of runs that ended by themselves. A scan at each end would make an end as slow as the
 * machine has processes, so one scan, after a pause, serves all ends since the last. For use in {@link Turns}, except
 * for {@link #ended} and {@link #begins}.
 */
final class Strays implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    private static final long LOOK_MILLIS = 500;
    private static final long POLL_MILLIS = 50;

    /** An escaped process that is being ended: when it was signalled, and whether the time after SIGKILL has passed. */
    private static final class Stray {
        private final Found process;
        private long waited;
        private boolean killed;
        private boolean givenUp;

        Stray(Found process) {
            this.process = process;
        }

        Run run() {
            return process.run();
        }
    }

    /**
     * A request to end leftovers; {@code runs} had ended when it arrived, so that a task in a crash loop does not
     * keep it open.
     */
    private record Sweep(Set<Run> runs, Consumer<@Nullable Refusal> answer) {}

    /** A requested scan: its runs with the pids of their leaders, and those that have ended since the request. */
    private record Scan(Map<Run, Integer> seen, Set<Run> overSince) {}

    private final Predicate<Run> watched;
    private final Census census;
    private final Outsiders outsiders;
    private final Turns turns;
    private final Consumer<Report> reports;
    /**
     * The runs that have ended since the last scan, or whose processes may have forked since; with the pid of their
     * leader.
     */
    private final Map<Run, Integer> unseen = new HashMap<>();

    private final Map<Integer, Stray> strays = new HashMap<>();
    private final Suspects suspects;
    private final List<Scan> underWay = new ArrayList<>();
    private final List<Sweep> sweeps = new ArrayList<>();
    private long firstIncarnation = Long.MAX_VALUE;
    private boolean lookPlanned;
    private boolean polling;
    private boolean closed;

    /**
     * @param watched whether a run is not over
     * @param reports receives the processes that have outlived their run
     */
    Strays(Predicate<Run> watched, Census census, Outsiders outsiders, Turns turns, Consumer<Report> reports) {
        this.watched = watched;
        this.census = census;
        this.outsiders = outsiders;
        this.turns = turns;
        this.reports = reports;
        this.suspects = new Suspects(census, reports);
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
        underWay.forEach(scan -> scan.overSince().add(run));
        if (!looks) {
            return true;
        }
        unseen.put(run, leader);
        if (!lookPlanned && !closed) {
            lookPlanned = true;
            turns.after(LOOK_MILLIS, this::look);
        }
        return true;
    }

    /** The latest run of this replica that has ended since the last scan; null for none. */
    synchronized @Nullable Run latest(ReplicaId replica) {
        return unseen.keySet().stream()
                .filter(run -> run.replica().equals(replica))
                .max(Comparator.comparingLong(Run::incarnation))
                .orElse(null);
    }

    /** Ends what is left of ended runs of a task, or of all tasks for null; answers with what could not be ended. */
    synchronized void sweep(@Nullable String task, Consumer<@Nullable Refusal> answer) {
        Set<Run> runs = Stream.concat(
                        unseen.keySet().stream(), strays.values().stream().map(Stray::run))
                .filter(run -> task == null || task.equals(run.replica().task()))
                .collect(Collectors.toSet());
        sweeps.add(new Sweep(runs, answer));
        if (runs.stream().anyMatch(unseen::containsKey)) {
            look();
        } else {
            settle();
        }
    }

    private synchronized void look() {
        lookPlanned = false;
        Scan scan = new Scan(Map.copyOf(unseen), new HashSet<>());
        underWay.add(scan);
        census.outside(found -> looked(scan, found));
    }

    private synchronized void looked(Scan scan, List<Found> found) {
        underWay.remove(scan);
        Map<Run, Integer> seen = scan.seen();
        unseen.keySet().removeAll(seen.keySet());
        Map<Run, Integer> leaders = new HashMap<>(unseen);
        leaders.putAll(seen);
        List<Found> news = found.stream()
                .filter(each -> each.run().incarnation() >= firstIncarnation)
                .filter(each -> !watched.test(each.run()) && !scan.overSince().contains(each.run()))
                .filter(each -> !strays.containsKey(each.pid()))
                .filter(each -> !census.isLeader(each.pid()) && each.lives())
                .map(each -> each.ofGroup(leaders.getOrDefault(each.run(), 0)))
                .toList();
        outsiders.add(news);
        for (Found process : news) {
            strays.put(process.pid(), new Stray(process));
        }
        // Reported with their commands, before they end.
        report(leaders, news);
        outsiders.send(news, Signal.TERM);
        // Processes forked meanwhile would be missed otherwise.
        news.forEach(process -> unseen.put(process.run(), leaders.getOrDefault(process.run(), 0)));
        suspects.report(seen);
        settle();
        if (!news.isEmpty()) {
            poll();
        }
    }

    private void report(Map<Run, Integer> leaders, List<Found> news) {
        Map<Run, List<Leftover>> byRun = news.stream()
                .collect(Collectors.groupingBy(
                        Found::run, Collectors.mapping(each -> each.leftover(false), Collectors.toList())));
        byRun.forEach((run, leftovers) ->
                reports.accept(new Report.Outlived(run, SteadyClock.now(), leaders.getOrDefault(run, 0), leftovers)));
    }

    private void poll() {
        if (!polling && !closed && strays.values().stream().anyMatch(stray -> !stray.givenUp)) {
            polling = true;
            turns.after(POLL_MILLIS, this::press);
        }
    }

    private synchronized void press() {
        polling = false;
        try {
            pressAll();
        } finally {
            poll();
        }
    }

    private void pressAll() {
        boolean endedSome = strays.values().removeIf(stray -> !stray.process.lives());
        for (Stray stray : strays.values()) {
            stray.waited += POLL_MILLIS;
            if (!stray.killed && stray.waited >= Rules.GRACE.toMillis()) {
                stray.killed = true;
                stray.waited = 0;
                outsiders.send(List.of(stray.process), Signal.KILL);
            } else if (stray.killed && !stray.givenUp && stray.waited >= Rules.LAST_RESORT.toMillis()) {
                stray.givenUp = true;
                LOG.error(
                        "Process {} has survived SIGKILL so far",
                        stray.process.leftover(true).words());
            }
        }
        if (endedSome && !unseen.isEmpty()) {
            look();
        }
        settle();
    }

    private void settle() {
        sweeps.removeIf(sweep -> {
            List<Stray> left = strays.values().stream()
                    .filter(stray -> sweep.runs().contains(stray.run()))
                    .toList();
            boolean open = sweep.runs().stream().anyMatch(unseen::containsKey)
                    ? left.stream().allMatch(stray -> !stray.givenUp)
                    : left.stream().anyMatch(stray -> !stray.givenUp);
            if (!open || closed) {
                sweep.answer().accept(refusal(left));
            }
            return !open || closed;
        });
    }

    private static @Nullable Refusal refusal(List<Stray> left) {
        return left.isEmpty()
                ? null
                : new Refusal(
                        Refusal.Reason.STILL_ALIVE,
                        "these processes have outlived their run, and SIGKILL so far: "
                                + Leftover.words(left.stream()
                                        .map(stray -> stray.process.leftover(true))
                                        .toList()));
    }

    /** Ends the scans, and answers the waiting requests. */
    @Override
    public synchronized void close() {
        closed = true;
        settle();
    }
}
