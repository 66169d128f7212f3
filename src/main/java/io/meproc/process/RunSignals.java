package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.task.Order;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends signals to runs, to the process group and to what has left it, and reports what can't be ended. For use in {@link Turns}. */
final class RunSignals {
    /** A process scan may keep the signal waiting for so long. */
    private static final long LOOK_MILLIS = 1_000;

    private final Function<Run, @Nullable Watched> runs;
    private final Consumer<Child> settle;
    private final Census census;
    private final Outsiders outsiders;
    private final LingeringRuns lingering;
    private final Consumer<Report> reports;
    private final Turns turns;

    /**
     * @param runs those that are followed; null for one that is unknown or over
     * @param settle looks whether anything is left of a child
     */
    RunSignals(
            Function<Run, @Nullable Watched> runs,
            Consumer<Child> settle,
            Census census,
            Outsiders outsiders,
            LingeringRuns lingering,
            Consumer<Report> reports,
            Turns turns) {
        this.runs = runs;
        this.settle = settle;
        this.census = census;
        this.outsiders = outsiders;
        this.lingering = lingering;
        this.reports = reports;
        this.turns = turns;
    }

    /** Signals what is left of a run; nothing happens when it is unknown or over. */
    void send(Order.Send order) {
        Run run = order.run();
        Signal signal = order.signal();
        Watched watched = runs.apply(run);
        if (watched == null) {
            return;
        }
        boolean byItself = watched.hasEndedByItself();
        watched.sends(signal, order.to() == StopPlan.Reach.LEADER);
        if (order.to() == StopPlan.Reach.LEADER && watched.child().status() == null) {
            watched.child().sendToLeader(signal);
            lingering.hurry();
            return;
        }
        watched.sends(signal, false);
        AtomicBoolean sent = new AtomicBoolean();
        Consumer<List<Found>> now = found -> {
            if (sent.compareAndSet(false, true) && runs.apply(run) == watched) {
                press(watched, found, signal, byItself);
            }
        };
        turns.after(LOOK_MILLIS, () -> now.accept(watched.outside()));
        if (byItself || signal == Signal.KILL) {
            census.of(run, watched.outside(), now);
        } else {
            census.escaped(run, watched.outside(), now);
        }
    }

    /** Afterwards nobody could tell any more what it was that had to be killed, nor whose the orphans are. */
    private void press(Watched run, List<Found> found, Signal signal, boolean byItself) {
        List<Found> outside = found.stream().filter(Found::outside).toList();
        boolean kills = signal == Signal.KILL;
        run.note(
                found.stream()
                        .filter(each -> kills || byItself || each.away())
                        .filter(each -> !outsiders.refused(each))
                        .toList(),
                kills ? Leftover.Fate.KILLED : Leftover.Fate.ENDED);
        run.met(outside);
        outsiders.add(outside);
        boolean allowed = run.child().send(signal);
        outsiders.send(outside, signal);
        if (!allowed) {
            refused(run);
        }
        if (!outside.isEmpty()) {
            // Nobody would be told of their end.
            lingering.add(run.run(), () -> settle.accept(run.child()));
        }
        lingering.hurry();
    }

    /** Reports at once that nothing of a run can be ended, if it is so. */
    private void refused(Watched run) {
        census.of(run.run(), run.outside(), found -> {
            if (!found.isEmpty() && found.stream().allMatch(outsiders::refused)) {
                survived(run.run(), found, false);
            }
        });
    }

    private void survived(Run run, List<Found> found, boolean killed) {
        reports.accept(new Report.Survived(
                run,
                SteadyClock.now(),
                found.stream()
                        .map(each ->
                                outsiders.refused(each) ? each.leftover(Leftover.Fate.REFUSED) : each.leftover(killed))
                        .toList()));
    }

    /** Signals the process group of a run; nothing happens when it is unknown or over. */
    void pass(Run run, Signal signal) {
        Watched watched = runs.apply(run);
        if (watched != null) {
            watched.child().pass(signal);
            lingering.hurry();
        }
    }

    /** Tells what is left of a run. */
    void count(Run run) {
        Watched watched = runs.apply(run);
        if (watched != null) {
            census.of(run, watched.outside(), found -> survived(run, found, true));
        }
    }
}
