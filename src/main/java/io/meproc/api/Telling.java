package io.meproc.api;

import io.meproc.task.Health;
import io.meproc.task.ReplicaId;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskEventVisitor;
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

    static Telling of(TaskEvent event) {
        Teller teller = new Teller();
        event.accept(teller);
        return teller.telling;
    }

    private static Telling task(String event, String words) {
        return new Telling(event, null, 0, words, null, Optional.empty());
    }

    private static Telling process(String event, ReplicaId replica, long pid, String words) {
        return new Telling(event, replica, pid, words, null, Optional.empty());
    }

    /** Renders an event as a sentence. */
    private static final class Teller implements TaskEventVisitor {
        private Telling telling = task("", "");

        @Override
        public void taskStarted(TaskEvent.TaskStarted event) {
            telling = task(
                    "task started",
                    event.processes() == event.of()
                            ? "started"
                            : "started, " + event.processes() + " of " + event.of() + " processes");
        }

        @Override
        public void taskStopped(TaskEvent.TaskStopped event) {
            telling = task("task stopped", "stopped");
        }

        @Override
        public void taskWaits(TaskEvent.TaskWaits event) {
            telling = task("waits", "waiting for " + String.join(", ", event.blockers()));
        }

        @Override
        public void fireSkipped(TaskEvent.FireSkipped event) {
            telling = task("skipped", "skipped the fire of " + event.fire() + ": " + event.why());
        }

        @Override
        public void taskChanged(TaskEvent.TaskChanged event) {
            telling = task("task changed", "has a new definition");
        }

        @Override
        public void taskScaled(TaskEvent.TaskScaled event) {
            telling = task("scaled", "scaled from " + event.from() + " to " + event.to() + " replicas");
        }

        @Override
        public void taskSignalled(TaskEvent.TaskSignalled event) {
            String some = event.replicas() == 1 ? " replica" : " replicas";
            telling = task("signalled", "was sent SIG" + event.signal() + ", " + event.replicas() + some);
        }

        @Override
        public void rollEnded(TaskEvent.RollEnded event) {
            telling = task("roll ended", "the rolling restart has ended early: " + event.why());
        }

        @Override
        public void processStarted(TaskEvent.ProcessStarted event) {
            telling = process(
                    "started",
                    event.run().replica(),
                    event.pid(),
                    "started as process " + event.pid() + (event.byPolicy() ? ", by its policy" : ""));
        }

        @Override
        public void processExited(TaskEvent.ProcessExited event) {
            End end = event.end();
            telling = new Telling(
                    "exited",
                    event.run().replica(),
                    end.pid(),
                    Words.end(end) + Words.inARow(event.inARow()) + Words.next(end.at(), event.next()),
                    end,
                    event.next());
        }

        @Override
        public void processStopped(TaskEvent.ProcessStopped event) {
            End end = event.end();
            telling = new Telling("stopped", event.run().replica(), end.pid(), Words.end(end), end, Optional.empty());
        }

        @Override
        public void processNotStarted(TaskEvent.ProcessNotStarted event) {
            telling = new Telling(
                    "not started",
                    event.run().replica(),
                    0,
                    "not started: " + event.failure().words() + Words.inARow(event.inARow())
                            + Words.next(event.at(), event.next()),
                    null,
                    event.next());
        }

        @Override
        public void processLingers(TaskEvent.ProcessLingers event) {
            telling = process(
                    "lingers",
                    event.run().replica(),
                    event.pid(),
                    "its first process ended and left others behind, "
                            + (event.policy() == LeaderExit.STOP_GROUP ? "ending them" : "waiting for them"));
        }

        @Override
        public void processesOutlived(TaskEvent.ProcessesOutlived event) {
            telling = process("outlived", event.run().replica(), 0, Words.leftovers(event.leftovers()));
        }

        @Override
        public void processTimesOut(TaskEvent.ProcessTimesOut event) {
            telling = process(
                    "times out",
                    event.run().replica(),
                    event.pid(),
                    "has run for " + Words.length(event.limit()) + ", ending it");
        }

        @Override
        public void healthChanged(TaskEvent.HealthChanged event) {
            boolean ok = event.now() == Health.OK;
            String words = ok
                    ? "no longer " + event.before().word()
                    : event.now().word()
                            + event.end().map(end -> ": " + Words.lastRun(end)).orElse("");
            telling = task(ok ? "recovered" : event.now().word(), words);
        }

        @Override
        public void processStuck(TaskEvent.ProcessStuck event) {
            telling = process("stuck", event.run().replica(), event.pid(), Leftover.stuck(event.survivors()));
        }
    }
}
