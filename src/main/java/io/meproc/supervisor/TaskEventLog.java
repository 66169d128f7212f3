package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.task.Changes;
import io.meproc.task.Health;
import io.meproc.task.Run;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskEventVisitor;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs the events of tasks. */
final class TaskEventLog implements TaskEventVisitor {
    private static final Logger LOG = LoggerFactory.getLogger("io.meproc.tasks");
    private static final int MOST_LEFTOVERS = 20;

    private TaskEventLog() {}

    /** Subscribes to the events. */
    static Future<Void> open(Vertx vertx) {
        TaskEventLog log = new TaskEventLog();
        return Consumers.<Changes>consume(
                vertx, Addresses.CHANGES, message -> message.body().events().forEach(log::visit));
    }

    @Override
    public void taskStarted(TaskEvent.TaskStarted event) {
        String note =
                event.processes() == event.of() ? "" : ", " + event.processes() + " of " + event.of() + " processes";
        String account = account(event.command());
        LOG.info("Task {}{} started{}", event.task(), account.isEmpty() ? "" : " (as " + account + ")", note);
    }

    @Override
    public void taskStopped(TaskEvent.TaskStopped event) {
        LOG.info("Task {} stopped", event.task());
    }

    @Override
    public void taskWaits(TaskEvent.TaskWaits event) {
        LOG.info("Task {} waits for {}", event.task(), String.join(", ", event.blockers()));
    }

    @Override
    public void needOverdue(TaskEvent.NeedOverdue event) {
        LOG.warn("Task {} {}", event.task(), event.words());
    }

    @Override
    public void needLost(TaskEvent.NeedLost event) {
        LOG.warn("Task {} {}", event.task(), event.words());
    }

    @Override
    public void fireSkipped(TaskEvent.FireSkipped event) {
        LOG.warn("Task {} skipped its start at {}: {}", event.task(), event.fire(), event.why());
    }

    @Override
    public void schedulePaused(TaskEvent.SchedulePaused event) {
        LOG.info("The schedule of task {} is paused", event.task());
    }

    @Override
    public void scheduleResumed(TaskEvent.ScheduleResumed event) {
        LOG.info("The schedule of task {} is resumed", event.task());
    }

    @Override
    public void missedFireStarted(TaskEvent.MissedFireStarted event) {
        LOG.info("Task {} is started for {}, which was missed", event.task(), event.fire());
    }

    @Override
    public void successOverdue(TaskEvent.SuccessOverdue event) {
        LOG.warn(
                "Task {} has not ended with success within {} s",
                event.task(),
                event.within().toSeconds());
    }

    @Override
    public void essentialFailed(TaskEvent.EssentialFailed event) {
        LOG.error(
                "Task {} is essential and has failed; stopping every task, then ending with exit code {}",
                event.task(),
                event.code());
    }

    @Override
    public void taskChanged(TaskEvent.TaskChanged event) {
        LOG.info("Task {} has a new definition", event.task());
    }

    @Override
    public void taskScaled(TaskEvent.TaskScaled event) {
        LOG.info("Task {} scaled from {} to {} replicas", event.task(), event.from(), event.to());
    }

    @Override
    public void taskSignalled(TaskEvent.TaskSignalled event) {
        String some = event.replicas() == 1 ? "replica" : "replicas";
        LOG.info("Task {} was sent SIG{}, {} {}", event.task(), event.signal(), event.replicas(), some);
    }

    @Override
    public void rollEnded(TaskEvent.RollEnded event) {
        LOG.warn("Task {}: the rolling restart has ended early: {}", event.task(), event.why());
    }

    @Override
    public void updated(TaskEvent.Updated event) {
        boolean well =
                event.stage() != TaskEvent.Updated.Stage.ENDED && event.stage() != TaskEvent.Updated.Stage.ROLLED_BACK;
        LOG.atLevel(well ? Level.INFO : Level.WARN)
                .log(
                        "Task {}: {} {}: {}",
                        event.task(),
                        event.kind().words(),
                        event.stage().words(),
                        event.words());
    }

    @Override
    public void processStarted(TaskEvent.ProcessStarted event) {
        LOG.debug("Process {} ({}) started", event.pid(), event.run().replica());
    }

    @Override
    public void processAdopted(TaskEvent.ProcessAdopted event) {
        LOG.debug("Process {} ({}) adopted", event.pid(), event.run().replica());
    }

    @Override
    public void serviceResumed(TaskEvent.ServiceResumed event) {
        LOG.warn("{}", event.words());
    }

    @Override
    public void processExited(TaskEvent.ProcessExited event) {
        String account = account(event.command());
        LOG.info(
                "Process {} ({}{}) exit: {} after {}{}{}",
                event.end().pid(),
                event.run().replica(),
                account.isEmpty() ? "" : " running as " + account,
                event.end().cause().words(),
                seconds(event.end().lasted()),
                by(event.end()),
                next(event.end().at(), event.next()));
        leftovers(event.run(), event.end().leftovers());
    }

    @Override
    public void processStopped(TaskEvent.ProcessStopped event) {
        End end = event.end();
        boolean replaced = end.cause() instanceof Cause.Replaced;
        boolean forced = (end.cause() instanceof Cause.Stopped stopped && stopped.forced())
                || (end.cause() instanceof Cause.Replaced other && other.forced());
        Level level = forced ? Level.WARN : replaced ? Level.INFO : Level.DEBUG;
        if (LOG.isEnabledForLevel(level)) {
            LOG.atLevel(level)
                    .log(
                            "Process {} ({}) {} after {}{}",
                            end.pid(),
                            event.run().replica(),
                            end.cause().words(),
                            seconds(end.lasted()),
                            by(end));
        }
        leftovers(event.run(), end.leftovers());
    }

    private static String by(End end) {
        return end.by() == null ? "" : ", requested by " + end.by().words();
    }

    private static void leftovers(Run run, List<Leftover> leftovers) {
        leftovers.stream()
                .limit(MOST_LEFTOVERS)
                .forEach(left -> LOG.atLevel(left.released() ? Level.INFO : Level.WARN)
                        .log("{}: process {}", run.replica(), left.remark()));
        if (leftovers.size() > MOST_LEFTOVERS) {
            LOG.warn("{}: and {} more", run.replica(), leftovers.size() - MOST_LEFTOVERS);
        }
    }

    @Override
    public void processNotStarted(TaskEvent.ProcessNotStarted event) {
        LOG.error(
                "Process ({}) not started: {}{}",
                event.run().replica(),
                event.failure().words(),
                next(event.at(), event.next()));
    }

    @Override
    public void restartLimitReached(TaskEvent.RestartLimitReached event) {
        LOG.error(
                "{} is not started again: {} ends within {}; 'meproc reset {}' starts it again",
                event.run().replica(),
                event.limit().ends(),
                seconds(event.limit().within()),
                event.run().replica().task());
    }

    @Override
    public void processLingers(TaskEvent.ProcessLingers event) {
        LOG.info(
                "Process {} ({}) left others behind, {}",
                event.pid(),
                event.run().replica(),
                event.policy() == LeaderExit.STOP_GROUP ? "ending them" : "waiting for them");
    }

    @Override
    public void processesOutlived(TaskEvent.ProcessesOutlived event) {
        leftovers(event.run(), event.leftovers());
    }

    @Override
    public void processTimesOut(TaskEvent.ProcessTimesOut event) {
        LOG.warn(
                "Process {} ({}) has run for {}, ending it",
                event.pid(),
                event.run().replica(),
                seconds(event.limit()));
    }

    @Override
    public void processReady(TaskEvent.ProcessReady event) {
        LOG.info("Process {} ({}) is ready", event.pid(), event.run().replica());
    }

    @Override
    public void processNotReady(TaskEvent.ProcessNotReady event) {
        LOG.warn(
                "Process {} ({}) is no longer ready: {}",
                event.pid(),
                event.run().replica(),
                event.why());
    }

    @Override
    public void probeFailed(TaskEvent.ProbeFailed event) {
        LOG.warn(
                "Process {} ({}) has failed its {} probe, ending it: {}",
                event.pid(),
                event.run().replica(),
                event.kind().word(),
                event.why());
    }

    @Override
    public void memoryExceeded(TaskEvent.MemoryExceeded event) {
        LOG.warn("Process {} ({}) {}", event.pid(), event.run().replica(), event.words());
    }

    @Override
    public void processStuck(TaskEvent.ProcessStuck event) {
        LOG.error("Process group {} ({}) {}", event.pid(), event.run().replica(), Leftover.stuck(event.survivors()));
    }

    @Override
    public void healthChanged(TaskEvent.HealthChanged event) {
        String last =
                event.end().map(end -> ", the last run: " + end.cause().words()).orElse("");
        if (event.now() == Health.OK) {
            LOG.info("Task {} is no longer {}", event.task(), event.before().word());
        } else {
            LOG.warn("Task {} is {}{}", event.task(), event.now().word(), last);
        }
    }

    private static String account(Command command) {
        String user = Optional.ofNullable(command.user()).orElse("");
        return user
                + Optional.ofNullable(command.group()).map(group -> ":" + group).orElse("");
    }

    private static String next(Instant from, Optional<Instant> next) {
        return next.map(at -> ", next start in " + seconds(Duration.between(from, at)))
                .orElse("");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
