package io.meproc.api;

import io.meproc.task.Health;
import io.meproc.task.ReplicaId;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskEventReader;
import io.meproc.task.exit.End;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of a task in the form of the API.
 *
 * @param event the kind of event
 * @param replica the index of the replica; null for an event of the whole task
 * @param pid the pid of the process; 0 for an event without one
 * @param exit the end of the run; null for an event that ends none
 */
record Telling(
        String event,
        @Nullable ReplicaId replica,
        long pid,
        String words,
        @Nullable End exit,
        Optional<Instant> next) {

    static Telling of(TaskEvent news) {
        Teller teller = new Teller();
        news.readBy(teller);
        return teller.telling;
    }

    private static Telling task(String event, String words) {
        return new Telling(event, null, 0, words, null, Optional.empty());
    }

    private static Telling process(String event, ReplicaId replica, long pid, String words) {
        return new Telling(event, replica, pid, words, null, Optional.empty());
    }

    /** Renders an event as a sentence. */
    private static final class Teller implements TaskEventReader {
        private Telling telling = task("", "");

        @Override
        public void taskStarted(TaskEvent.TaskStarted news) {
            telling = task(
                    "task started",
                    news.processes() == news.of()
                            ? "started"
                            : "started, " + news.processes() + " of " + news.of() + " processes");
        }

        @Override
        public void taskStopped(TaskEvent.TaskStopped news) {
            telling = task("task stopped", "stopped");
        }

        @Override
        public void taskWaits(TaskEvent.TaskWaits news) {
            telling = task("waits", "waiting for " + String.join(", ", news.blockers()));
        }

        @Override
        public void fireSkipped(TaskEvent.FireSkipped news) {
            telling = task("skipped", "skipped the fire of " + news.fire() + ": " + news.why());
        }

        @Override
        public void taskChanged(TaskEvent.TaskChanged news) {
            telling = task("task changed", "has a new definition");
        }

        @Override
        public void taskScaled(TaskEvent.TaskScaled news) {
            telling = task("scaled", "scaled from " + news.from() + " to " + news.to() + " replicas");
        }

        @Override
        public void taskSignalled(TaskEvent.TaskSignalled news) {
            String some = news.replicas() == 1 ? " replica" : " replicas";
            telling = task("signalled", "was sent SIG" + news.signal() + ", " + news.replicas() + some);
        }

        @Override
        public void rollEnded(TaskEvent.RollEnded news) {
            telling = task("roll ended", "the rolling restart has ended early: " + news.why());
        }

        @Override
        public void processStarted(TaskEvent.ProcessStarted news) {
            telling = process(
                    "started",
                    news.run().replica(),
                    news.pid(),
                    "started as process " + news.pid() + (news.byPolicy() ? ", by its policy" : ""));
        }

        @Override
        public void processExited(TaskEvent.ProcessExited news) {
            End end = news.end();
            telling = new Telling(
                    "exited",
                    news.run().replica(),
                    end.pid(),
                    Words.end(end) + Words.inARow(news.inARow()) + Words.next(end.at(), news.next()),
                    end,
                    news.next());
        }

        @Override
        public void processStopped(TaskEvent.ProcessStopped news) {
            End end = news.end();
            telling = new Telling("stopped", news.run().replica(), end.pid(), Words.end(end), end, Optional.empty());
        }

        @Override
        public void processNotStarted(TaskEvent.ProcessNotStarted news) {
            telling = new Telling(
                    "not started",
                    news.run().replica(),
                    0,
                    "not started: " + news.failure().words() + Words.inARow(news.inARow())
                            + Words.next(news.at(), news.next()),
                    null,
                    news.next());
        }

        @Override
        public void processLingers(TaskEvent.ProcessLingers news) {
            telling = process(
                    "lingers",
                    news.run().replica(),
                    news.pid(),
                    "its first process ended and left others behind, "
                            + (news.policy() == LeaderExit.STOP_GROUP ? "ending them" : "waiting for them"));
        }

        @Override
        public void processesOutlived(TaskEvent.ProcessesOutlived news) {
            telling = process("outlived", news.run().replica(), 0, Words.leftovers(news.leftovers()));
        }

        @Override
        public void processTimesOut(TaskEvent.ProcessTimesOut news) {
            telling = process(
                    "times out",
                    news.run().replica(),
                    news.pid(),
                    "has run for " + Words.length(news.limit()) + ", ending it");
        }

        @Override
        public void healthChanged(TaskEvent.HealthChanged news) {
            boolean ok = news.now() == Health.OK;
            String words = ok
                    ? "no longer " + news.before().word()
                    : news.now().word()
                            + news.end().map(end -> ": " + Words.lastRun(end)).orElse("");
            telling = task(ok ? "recovered" : news.now().word(), words);
        }

        @Override
        public void processStuck(TaskEvent.ProcessStuck news) {
            telling = process("stuck", news.run().replica(), news.pid(), Leftover.stuck(news.survivors()));
        }
    }
}
