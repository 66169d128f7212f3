package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.task.Command;
import io.meproc.task.History.End;
import io.meproc.task.News;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens to the tasks into the service log, in the words of the original. */
final class NewsLog implements News.Reader {
    private static final Logger LOG = LoggerFactory.getLogger("io.meproc.tasks");

    private NewsLog() {}

    /** Logs from now on. */
    static Future<Void> open(Vertx vertx) {
        NewsLog log = new NewsLog();
        return Consumers.<News>consume(
                vertx, Addresses.NEWS, message -> message.body().readBy(log));
    }

    @Override
    public void taskStarted(News.TaskStarted news) {
        String note = news.processes() == news.of() ? "" : ", " + news.processes() + " of " + news.of() + " processes";
        String account = account(news.command());
        LOG.info("Task {}{} started{}", news.task(), account.isEmpty() ? "" : " (as " + account + ")", note);
    }

    @Override
    public void taskStopped(News.TaskStopped news) {
        LOG.info("Task {} stopped", news.task());
    }

    @Override
    public void taskWaits(News.TaskWaits news) {
        LOG.info("Task {} waits for {}", news.task(), String.join(", ", news.blockers()));
    }

    @Override
    public void fireSkipped(News.FireSkipped news) {
        LOG.warn("Task {} skipped its start at {}: {}", news.task(), news.fire(), news.why());
    }

    @Override
    public void processExited(News.ProcessExited news) {
        String account = account(news.command());
        LOG.info(
                "Process {} ({}{}) exit: {} after {}{}",
                news.end().pid(),
                news.run().replica(),
                account.isEmpty() ? "" : " running as " + account,
                news.end().status().words(),
                lasted(news.end()),
                next(news.end().at(), news.next()));
    }

    @Override
    public void processStopped(News.ProcessStopped news) {
        if (news.forced()) {
            LOG.warn(
                    "Process {} ({}) did not end in time and was killed: {} after {}",
                    news.end().pid(),
                    news.run().replica(),
                    news.end().status().words(),
                    lasted(news.end()));
        } else {
            LOG.debug(
                    "Process {} ({}) stopped: {} after {}",
                    news.end().pid(),
                    news.run().replica(),
                    news.end().status().words(),
                    lasted(news.end()));
        }
    }

    @Override
    public void processNotStarted(News.ProcessNotStarted news) {
        LOG.error("Process ({}) not started: {}{}", news.run().replica(), news.reason(), next(news.at(), news.next()));
    }

    @Override
    public void processLingers(News.ProcessLingers news) {
        LOG.info(
                "Process {} ({}) left others of its group behind, ending them",
                news.pid(),
                news.run().replica());
    }

    @Override
    public void processStuck(News.ProcessStuck news) {
        LOG.error(
                "Process group {} ({}) has survived SIGKILL so far",
                news.pid(),
                news.run().replica());
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

    private static String lasted(End end) {
        return seconds(Duration.between(end.since(), end.at()));
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
