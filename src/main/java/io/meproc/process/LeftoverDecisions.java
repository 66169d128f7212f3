package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.LeftoverDecision;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.ReplicaId;
import io.meproc.task.Report;
import io.meproc.task.Run;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out an operator's decisions about the processes of an earlier service process. For use in {@code Turns}. */
final class LeftoverDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverDecisions.class);

    private final OldRuns oldRuns;
    private final ReleasedProcesses released;
    private final Launcher launcher;
    private final Set<Run> runs;
    private final Consumer<Report> reports;
    private final Set<ReplicaId> adopted = new HashSet<>();

    /** @param runs the runs that were ordered or adopted and are not over */
    LeftoverDecisions(
            OldRuns oldRuns, ReleasedProcesses released, Launcher launcher, Set<Run> runs, Consumer<Report> reports) {
        this.oldRuns = oldRuns;
        this.released = released;
        this.launcher = launcher;
        this.runs = runs;
        this.reports = reports;
    }

    /** Returns why the decision is not carried out; null if it is. */
    @Nullable
    Refusal carryOut(Order.Decide order) {
        ScannedProcess process = oldRuns.find(order.pid());
        ScannedProcess free = process == null ? released.find(order.pid()) : null;
        if (free != null && free.run().replica().equals(order.replica())) {
            return aboutReleased(order, free);
        }
        if (process == null || !process.run().replica().equals(order.replica())) {
            return new Refusal(
                    Refusal.Reason.UNKNOWN_PROCESS,
                    "no process " + order.pid() + " of " + order.replica()
                            + " is left of an earlier Meproc or was released; it may have ended");
        }
        LOG.info(
                "Process {} of {}: {}",
                process.leftover(false).words(),
                order.replica(),
                order.decision().word());
        switch (order.decision()) {
            case ADOPT -> {
                return adopt(order, process);
            }
            case FORGET -> oldRuns.forget(process);
            case END -> oldRuns.end(process);
        }
        return null;
    }

    private @Nullable Refusal aboutReleased(Order.Decide order, ScannedProcess process) {
        if (order.decision() != LeftoverDecision.END) {
            return new Refusal(
                    Refusal.Reason.CONFLICT,
                    "process " + order.pid() + " was released by its task; it can be ended, not "
                            + (order.decision() == LeftoverDecision.ADOPT ? "adopted" : "forgotten"));
        }
        LOG.info(
                "Process {} of {}, which was released: end",
                process.leftover(false).words(),
                order.replica());
        released.end(process);
        return null;
    }

    /** Whether a replica has a run that an operator adopted, and that is not over. */
    boolean occupies(ReplicaId replica) {
        return adopted.contains(replica)
                && runs.stream().anyMatch(run -> run.replica().equals(replica));
    }

    private @Nullable Refusal adopt(Order.Decide order, ScannedProcess process) {
        if (process.pid() != process.stat().group()) {
            return new Refusal(
                    Refusal.Reason.CONFLICT,
                    "process " + order.pid()
                            + " leads no process group, so it is not the first process of a run; end it,"
                            + " or adopt process " + process.stat().group());
        } else if (runs.stream().anyMatch(run -> run.replica().equals(order.replica()))) {
            return new Refusal(Refusal.Reason.CONFLICT, order.replica() + " has another run");
        }
        AdoptedRun taken = new AdoptedRun(
                process.run(), process.pid(), process.stat(), order.policy(), oldRuns.take(process.run()), -1);
        runs.add(process.run());
        adopted.add(order.replica());
        Runnable watch = launcher.adopt(taken);
        reports.accept(new Report.Adopted(taken.adoption(), SteadyClock.now()));
        watch.run();
        return null;
    }
}
