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
 * What runs that ended by themselves have left behind outside of their process groups. To look for it at each end would
 * make an end as slow as the machine has processes; so one look, a moment later, serves all ends since the last, and
 * what it finds is ended. For use in {@link Turns}, but for {@link #ended} and {@link #begins}.
 */
final class Strays implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    private static final long LOOK_MILLIS = 500;
    private static final long POLL_MILLIS = 50;

    /** A stray under pressure: when it was asked to end, and whether SIGKILL had its time as well. */
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

    /** {@code runs} had ended when it was asked for; a task that crashes all the time must not keep it open. */
    private record Sweep(Set<Run> runs, Consumer<@Nullable Refusal> answer) {}

    /** A scan that was asked for: the runs that it is to be made for, with the pids of their leaders, and those over since. */
    private record Scan(Map<Run, Integer> seen, Set<Run> overSince) {}

    private final Predicate<Run> watched;
    private final Census census;
    private final Outsiders outsiders;
    private final Turns turns;
    private final Consumer<Report> reports;
    /** Runs that have ended since the last look, or whose processes may have forked since; with the pid of their leader. */
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
     * @param watched the runs that are not over, whose processes may be where they like
     * @param reports is told what has outlived its run
     */
    Strays(Predicate<Run> watched, Census census, Outsiders outsiders, Turns turns, Consumer<Report> reports) {
        this.watched = watched;
        this.census = census;
        this.outsiders = outsiders;
        this.turns = turns;
        this.reports = reports;
        this.suspects = new Suspects(census, reports);
    }

    /** A run begins; what bears the mark of earlier ones than the first is of an earlier life of the supervisor. */
    synchronized void begins(Run run) {
        firstIncarnation = Math.min(firstIncarnation, run.incarnation());
    }

    /**
     * A run is over. A scan that was asked for before may have seen its processes when it was not, so it is not judged by it.
     *
     * @param leader the pid of its leader
     * @param looks whether processes of it may live outside of its process group
     * @param forgotten takes it from the runs that are not over; false when it is none of them. No scan is judged between that
     *     and the entry here: nobody could tell which process group the run had.
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

    /** A run of this replica that has ended since the last look, the latest of them; null for none. */
    synchronized @Nullable Run latest(ReplicaId replica) {
        return unseen.keySet().stream()
                .filter(run -> run.replica().equals(replica))
                .max(Comparator.comparingLong(Run::incarnation))
                .orElse(null);
    }

    /** Ends what is left of ended runs of a task, or of all for null; answers with what could not be ended. */
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
        // With what they execute, before that ends.
        report(leaders, news);
        outsiders.send(news, Signal.TERM);
        // What was forked meanwhile would be missed.
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

    /** Looks no more, and answers who waits. */
    @Override
    public synchronized void close() {
        closed = true;
        settle();
    }
}
