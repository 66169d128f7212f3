package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.task.Changes;
import io.meproc.task.Health;
import io.meproc.task.Run;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskEventReader;
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

/** Writes what happens to the tasks into the service log, in the words of the original. */
final class TaskEventLog implements TaskEventReader {
    private static final Logger LOG = LoggerFactory.getLogger("io.meproc.tasks");
    private static final int MOST_LEFTOVERS = 20;

    private TaskEventLog() {}

    /** Logs from now on. */
    static Future<Void> open(Vertx vertx) {
        TaskEventLog log = new TaskEventLog();
        return Consumers.<Changes>consume(
                vertx, Addresses.CHANGES, message -> message.body().news().forEach(news -> news.readBy(log)));
    }

    @Override
    public void taskStarted(TaskEvent.TaskStarted news) {
        String note = news.processes() == news.of() ? "" : ", " + news.processes() + " of " + news.of() + " processes";
        String account = account(news.command());
        LOG.info("Task {}{} started{}", news.task(), account.isEmpty() ? "" : " (as " + account + ")", note);
    }

    @Override
    public void taskStopped(TaskEvent.TaskStopped news) {
        LOG.info("Task {} stopped", news.task());
    }

    @Override
    public void taskWaits(TaskEvent.TaskWaits news) {
        LOG.info("Task {} waits for {}", news.task(), String.join(", ", news.blockers()));
    }

    @Override
    public void fireSkipped(TaskEvent.FireSkipped news) {
        LOG.warn("Task {} skipped its start at {}: {}", news.task(), news.fire(), news.why());
    }

    @Override
    public void taskChanged(TaskEvent.TaskChanged news) {
        LOG.info("Task {} has a new definition", news.task());
    }

    @Override
    public void taskScaled(TaskEvent.TaskScaled news) {
        LOG.info("Task {} scaled from {} to {} replicas", news.task(), news.from(), news.to());
    }

    @Override
    public void taskSignalled(TaskEvent.TaskSignalled news) {
        String some = news.replicas() == 1 ? "replica" : "replicas";
        LOG.info("Task {} was sent SIG{}, {} {}", news.task(), news.signal(), news.replicas(), some);
    }

    @Override
    public void rollEnded(TaskEvent.RollEnded news) {
        LOG.warn("Task {}: the rolling restart has ended early: {}", news.task(), news.why());
    }

    @Override
    public void processStarted(TaskEvent.ProcessStarted news) {
        LOG.debug("Process {} ({}) started", news.pid(), news.run().replica());
    }

    @Override
    public void processExited(TaskEvent.ProcessExited news) {
        String account = account(news.command());
        LOG.info(
                "Process {} ({}{}) exit: {} after {}{}",
                news.end().pid(),
                news.run().replica(),
                account.isEmpty() ? "" : " running as " + account,
                news.end().cause().words(),
                seconds(news.end().lasted()),
                next(news.end().at(), news.next()));
        leftovers(news.run(), news.end().leftovers());
    }

    @Override
    public void processStopped(TaskEvent.ProcessStopped news) {
        End end = news.end();
        boolean forced = end.cause() instanceof Cause.Stopped stopped && stopped.forced();
        Level level = forced ? Level.WARN : Level.DEBUG;
        if (LOG.isEnabledForLevel(level)) {
            LOG.atLevel(level)
                    .log(
                            "Process {} ({}) {} after {}",
                            end.pid(),
                            news.run().replica(),
                            end.cause().words(),
                            seconds(end.lasted()));
        }
        leftovers(news.run(), end.leftovers());
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
    public void processNotStarted(TaskEvent.ProcessNotStarted news) {
        LOG.error(
                "Process ({}) not started: {}{}",
                news.run().replica(),
                news.failure().words(),
                next(news.at(), news.next()));
    }

    @Override
    public void processLingers(TaskEvent.ProcessLingers news) {
        LOG.info(
                "Process {} ({}) left others behind, {}",
                news.pid(),
                news.run().replica(),
                news.policy() == LeaderExit.STOP_GROUP ? "ending them" : "waiting for them");
    }

    @Override
    public void processesOutlived(TaskEvent.ProcessesOutlived news) {
        leftovers(news.run(), news.leftovers());
    }

    @Override
    public void processTimesOut(TaskEvent.ProcessTimesOut news) {
        LOG.warn(
                "Process {} ({}) has run for {}, ending it",
                news.pid(),
                news.run().replica(),
                seconds(news.limit()));
    }

    @Override
    public void processStuck(TaskEvent.ProcessStuck news) {
        LOG.error("Process group {} ({}) {}", news.pid(), news.run().replica(), Leftover.stuck(news.survivors()));
    }

    @Override
    public void healthChanged(TaskEvent.HealthChanged news) {
        String last =
                news.end().map(end -> ", the last run: " + end.cause().words()).orElse("");
        if (news.now() == Health.OK) {
            LOG.info("Task {} is no longer {}", news.task(), news.before().word());
        } else {
            LOG.warn("Task {} is {}{}", news.task(), news.now().word(), last);
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
