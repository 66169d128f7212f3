package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.DurationText;
import io.meproc.task.Health;
import io.meproc.task.Run;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskEventVisitor;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of a task in the form of the API.
 *
 * @param event the kind of event
 * @param run the run; null for an event of the whole task
 * @param pid the pid of the process; 0 for an event without one
 * @param exit the end of the run; null for an event that ends none
 */
record EventDescription(
        String event,
        @Nullable Run run,
        long pid,
        String words,
        @Nullable End exit,
        Optional<Instant> next) {

    /** Writes the members {@code replica} and {@code run}. */
    void writeRun(JsonGenerator json) throws IOException {
        if (run == null) {
            json.writeNullField("replica");
            json.writeNullField("run");
        } else {
            json.writeNumberField("replica", run.replica().index());
            json.writeNumberField("run", run.incarnation());
        }
    }

    static EventDescription of(TaskEvent event) {
        Describer describer = new Describer();
        describer.visit(event);
        return describer.description;
    }

    /** The end of a run as it is in the store. */
    static EventDescription ofEnd(Run run, End end) {
        if (end.cause() instanceof Cause.NoRun none) {
            return task(none.why() == Cause.NoRun.Kind.LATE ? "overdue" : "skipped", Words.end(end));
        }
        String event = end.cause() instanceof Cause.NotStarted ? "not started" : end.requested() ? "stopped" : "exited";
        return new EventDescription(event, run, end.pid(), Words.end(end), end, Optional.empty());
    }

    private static EventDescription task(String event, String words) {
        return new EventDescription(event, null, 0, words, null, Optional.empty());
    }

    private static EventDescription process(String event, Run run, long pid, String words) {
        return new EventDescription(event, run, pid, words, null, Optional.empty());
    }

    /** Renders an event as a sentence. */
    private static final class Describer implements TaskEventVisitor {
        private EventDescription description = task("", "");

        @Override
        public void taskStarted(TaskEvent.TaskStarted event) {
            description = task(
                    "task started",
                    event.processes() == event.of()
                            ? "started"
                            : "started, " + event.processes() + " of " + event.of() + " processes");
        }

        @Override
        public void taskStopped(TaskEvent.TaskStopped event) {
            description = task("task stopped", "stopped");
        }

        @Override
        public void taskWaits(TaskEvent.TaskWaits event) {
            description = task("waits", "waiting for " + String.join(", ", event.blockers()));
        }

        @Override
        public void needOverdue(TaskEvent.NeedOverdue event) {
            description = task("waits too long", event.words());
        }

        @Override
        public void needLost(TaskEvent.NeedLost event) {
            description = task("condition lost", event.words());
        }

        @Override
        public void fireSkipped(TaskEvent.FireSkipped event) {
            description = task("skipped", "skipped the fire of " + event.fire() + ": " + event.why());
        }

        @Override
        public void schedulePaused(TaskEvent.SchedulePaused event) {
            description = task("schedule paused", "its schedule is paused");
        }

        @Override
        public void scheduleResumed(TaskEvent.ScheduleResumed event) {
            description = task("schedule resumed", "its schedule is resumed");
        }

        @Override
        public void missedFireStarted(TaskEvent.MissedFireStarted event) {
            description = task("catches up", "is started for " + event.fire() + ", which was missed");
        }

        @Override
        public void successOverdue(TaskEvent.SuccessOverdue event) {
            description = task("overdue", "has not ended with success within " + DurationText.of(event.within()));
        }

        @Override
        public void essentialFailed(TaskEvent.EssentialFailed event) {
            description = task(
                    "essential failed",
                    "is essential and has failed; Meproc stops every task and ends with exit code " + event.code());
        }

        @Override
        public void taskChanged(TaskEvent.TaskChanged event) {
            description = task("task changed", "has a new definition");
        }

        @Override
        public void taskScaled(TaskEvent.TaskScaled event) {
            description = task("scaled", "scaled from " + event.from() + " to " + event.to() + " replicas");
        }

        @Override
        public void taskSignalled(TaskEvent.TaskSignalled event) {
            String some = event.replicas() == 1 ? " replica" : " replicas";
            description = task("signalled", "was sent SIG" + event.signal() + ", " + event.replicas() + some);
        }

        @Override
        public void rollEnded(TaskEvent.RollEnded event) {
            description = task("roll ended", "the rolling restart has ended early: " + event.why());
        }

        @Override
        public void updated(TaskEvent.Updated event) {
            boolean back = event.stage() == TaskEvent.Updated.Stage.ROLLED_BACK;
            description = task(
                    back ? "rolled back" : "update " + event.stage().words(),
                    event.kind().words() + " " + event.stage().words() + ": " + event.words());
        }

        @Override
        public void processStarted(TaskEvent.ProcessStarted event) {
            description = process(
                    "started",
                    event.run(),
                    event.pid(),
                    "started as process " + event.pid() + (event.byPolicy() ? ", by its policy" : ""));
        }

        @Override
        public void processAdopted(TaskEvent.ProcessAdopted event) {
            description = process(
                    "adopted",
                    event.run(),
                    event.pid(),
                    "process " + event.pid() + " was adopted from an earlier Meproc");
        }

        @Override
        public void serviceResumed(TaskEvent.ServiceResumed event) {
            description = task("resumed", event.words());
        }

        @Override
        public void processExited(TaskEvent.ProcessExited event) {
            End end = event.end();
            description = new EventDescription(
                    "exited",
                    event.run(),
                    end.pid(),
                    Words.end(end) + Words.inARow(event.inARow()) + Words.next(end.at(), event.next()),
                    end,
                    event.next());
        }

        @Override
        public void processStopped(TaskEvent.ProcessStopped event) {
            End end = event.end();
            description =
                    new EventDescription("stopped", event.run(), end.pid(), Words.end(end), end, Optional.empty());
        }

        @Override
        public void processNotStarted(TaskEvent.ProcessNotStarted event) {
            description = new EventDescription(
                    "not started",
                    event.run(),
                    0,
                    "not started: " + event.failure().words() + Words.inARow(event.inARow())
                            + Words.next(event.at(), event.next()),
                    null,
                    event.next());
        }

        @Override
        public void restartLimitReached(TaskEvent.RestartLimitReached event) {
            description = process("gave up", event.run(), 0, RestartWords.limitReached(event.limit()));
        }

        @Override
        public void processLingers(TaskEvent.ProcessLingers event) {
            description = process(
                    "lingers",
                    event.run(),
                    event.pid(),
                    "its leader has ended, other processes of its run have not: "
                            + (event.policy() == LeaderExit.STOP_GROUP ? "ending them" : "waiting for them"));
        }

        @Override
        public void processesOutlived(TaskEvent.ProcessesOutlived event) {
            description = process("outlived", event.run(), 0, Words.leftovers(event.leftovers()));
        }

        @Override
        public void processTimesOut(TaskEvent.ProcessTimesOut event) {
            description = process(
                    "times out",
                    event.run(),
                    event.pid(),
                    "has run for " + Words.length(event.limit()) + ", ending it");
        }

        @Override
        public void memoryExceeded(TaskEvent.MemoryExceeded event) {
            description = process("memory high", event.run(), event.pid(), event.words());
        }

        @Override
        public void healthChanged(TaskEvent.HealthChanged event) {
            boolean ok = event.now() == Health.OK;
            String words = ok
                    ? "no longer " + event.before().word()
                    : event.now().word()
                            + event.end().map(end -> ": " + Words.lastRun(end)).orElse("");
            description = task(ok ? "recovered" : event.now().word(), words);
        }

        @Override
        public void processReady(TaskEvent.ProcessReady event) {
            description = process("ready", event.run(), event.pid(), "is ready");
        }

        @Override
        public void processNotReady(TaskEvent.ProcessNotReady event) {
            description = process("not ready", event.run(), event.pid(), "is no longer ready: " + event.why());
        }

        @Override
        public void probeFailed(TaskEvent.ProbeFailed event) {
            description = process(
                    "probe failed",
                    event.run(),
                    event.pid(),
                    "has failed its " + event.kind().word() + " probe, ending it: " + event.why());
        }

        @Override
        public void processStuck(TaskEvent.ProcessStuck event) {
            description = process("stuck", event.run(), event.pid(), Leftover.stuck(event.survivors()));
        }
    }
}
