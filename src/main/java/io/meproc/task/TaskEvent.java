package io.meproc.task;

import io.meproc.task.command.Command;
import io.meproc.task.condition.Need;
import io.meproc.task.exit.End;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.update.UpdateKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An event that the supervisor reports. */
public sealed interface TaskEvent {

    /** Stands in {@link #task} for an event of the service. */
    String NO_TASK = "";

    /** The name of the task; {@link #NO_TASK} for an event of the service. */
    String task();

    /** Whether the event is kept in the history of the task. */
    default boolean inHistory() {
        return true;
    }

    /** An event about one run of a replica. */
    sealed interface OfRun extends TaskEvent {
        Run run();

        @Override
        default String task() {
            return run().replica().task();
        }
    }

    /** Processes of the task were started: {@code processes} of the requested {@code of}. */
    record TaskStarted(String task, Command command, int processes, int of) implements TaskEvent {}

    /** The running processes of the task were stopped by request. */
    record TaskStopped(String task) implements TaskEvent {}

    /** The definition of the task was changed in more than the number of replicas. */
    record TaskChanged(String task) implements TaskEvent {}

    /** The number of replicas of the task was changed. */
    record TaskScaled(String task, int from, int to) implements TaskEvent {}

    /** A signal was sent by request to this many replicas. */
    record TaskSignalled(String task, Signal signal, int replicas) implements TaskEvent {}

    /** A rolling restart ended early; {@code why} is the reason. */
    record RollEnded(String task, String why) implements TaskEvent {}

    /** An update has reached a stage; {@code words} describe it. */
    record Updated(String task, UpdateKind kind, Stage stage, String words) implements TaskEvent {
        /** The stages of an update. */
        public enum Stage {
            BEGUN,
            /** It continues after a start of the service. */
            CONTINUED,
            DONE,
            /** It has ended early, and not every replica was replaced. */
            ENDED,
            /** It has failed, and the definition from before it is in force again. */
            ROLLED_BACK;

            /** The stage in messages. */
            public String words() {
                return this == ROLLED_BACK ? "failed" : name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * The service runs again after a time in which it did not, which is an event of no task.
     *
     * @param suspended whether the machine was suspended, and not only this process
     */
    record ServiceResumed(Duration length, boolean suspended) implements TaskEvent {
        @Override
        public String task() {
            return NO_TASK;
        }

        @Override
        public boolean inHistory() {
            return false;
        }

        /** A description. */
        public String words() {
            return "Meproc did not run for " + length.toMillis() / 1e3 + " s: "
                    + (suspended
                            ? "the machine was suspended"
                            : "its process was stopped, or the machine had no time for it");
        }
    }

    /** A run of an earlier service process was adopted. */
    record ProcessAdopted(Run run, long pid) implements OfRun {}

    /**
     * A process was started.
     *
     * @param byPolicy whether the restart policy started it, and not a request
     * @param alone whether it is not part of a start of the whole task, which {@link TaskStarted} reports
     */
    record ProcessStarted(Run run, long pid, boolean byPolicy, boolean alone) implements OfRun {
        @Override
        public boolean inHistory() {
            return alone;
        }
    }

    /**
     * A process ended by itself.
     *
     * @param inARow the number of successive quick exits and failed starts, including this one
     * @param next when its policy starts it again
     */
    record ProcessExited(Run run, Command command, End end, int inARow, Optional<Instant> next) implements OfRun {}

    /** A process ended by request. */
    record ProcessStopped(Run run, End end) implements OfRun {}

    /**
     * A replica could not be started.
     *
     * @param inARow the number of successive quick exits and failed starts, including this one
     * @param next when its policy tries again
     */
    record ProcessNotStarted(Run run, Instant at, StartFailure failure, int inARow, Optional<Instant> next)
            implements OfRun {}

    /** A replica has ended too often; its restart policy does not start it again. */
    record RestartLimitReached(Run run, RestartLimit limit) implements OfRun {}

    /** The leader of a run has ended and has left other processes; {@code policy} applies to them. */
    record ProcessLingers(Run run, long pid, LeaderExit policy) implements OfRun {}

    /** These processes were found after their run had ended by itself, and are being ended. */
    record ProcessesOutlived(Run run, List<Leftover> leftovers) implements OfRun {}

    /** A run has exceeded its time limit and is being stopped. */
    record ProcessTimesOut(Run run, long pid, Duration limit) implements OfRun {}

    /** A run has become ready. */
    record ProcessReady(Run run, long pid) implements OfRun {}

    /** A run is no longer ready; {@code why} is the result of its probe. */
    record ProcessNotReady(Run run, long pid, String why) implements OfRun {}

    /** A run has failed a probe and is being stopped; {@code why} is the result of the probe. */
    record ProbeFailed(Run run, long pid, ProbeKind kind, String why) implements OfRun {}

    /**
     * A run has used more memory than its task allows in the long term, and is replaced.
     *
     * @param field the field with the limit
     * @param due when it is old enough to be replaced; empty if it is
     */
    record MemoryExceeded(Run run, long pid, String field, Excess excess, Optional<Instant> due) implements OfRun {
        /** A phrase whose subject is the process. */
        public String words() {
            return "uses " + excess.used().rounded() + " of memory, more than " + field + ", "
                    + excess.ceiling().text() + ", for too long: it is replaced"
                    + (due.isPresent() ? " as soon as it is old enough" : "");
        }
    }

    /** Processes of a run have survived SIGKILL; the list is empty if they are unknown. */
    record ProcessStuck(Run run, long pid, List<Leftover> survivors) implements OfRun {}

    /**
     * A task has waited for a condition for as long as it may.
     *
     * @param what the condition as a phrase, such as {@code db to be ready}
     * @param then what follows: fail, start or wait
     */
    record NeedOverdue(String task, String what, Duration after, Need.OnTimeout then) implements TaskEvent {
        /** A phrase whose subject is the task: {@code has waited for db to be ready for 30.0 s, and fails}. */
        public String words() {
            String next = switch (then) {
                case FAIL -> "is not started";
                case START -> "starts without it";
                case WAIT -> "waits on";
            };
            return "has waited " + after.toMillis() / 1e3 + " s for " + what + ", and " + next;
        }
    }

    /**
     * A condition is no longer met while the task runs.
     *
     * @param what as in {@link NeedOverdue}
     */
    record NeedLost(String task, String what, Need.OnLoss then) implements TaskEvent {
        /** A phrase whose subject is the task. */
        public String words() {
            return then == Need.OnLoss.STOP
                    ? "is stopped, and waits for " + what
                    : "runs on, and is restarted when it no longer has to wait for " + what;
        }
    }

    /** A task waits for its dependencies; {@code blockers} are names of running tasks and phrases about conditions. */
    record TaskWaits(String task, List<String> blockers) implements TaskEvent {}

    /** A cron task did not start when it was due; {@code why} is the reason. */
    record FireSkipped(String task, Instant fire, String why) implements TaskEvent {}

    /** The schedule of a task was paused by request. */
    record SchedulePaused(String task) implements TaskEvent {}

    /** The schedule of a task was resumed by request. */
    record ScheduleResumed(String task) implements TaskEvent {}

    /** A cron task is started for a time of its pattern that was missed. */
    record MissedFireStarted(String task, Instant fire) implements TaskEvent {}

    /** The task has not ended with success in time; {@code within} is its limit. */
    record SuccessOverdue(String task, Duration within) implements TaskEvent {}

    /** An essential task has failed and is not restarted, so the service ends with this exit code. */
    record EssentialFailed(String task, int code) implements TaskEvent {}

    /** The health of the task has changed; {@code end} is the newest end that caused it. */
    record HealthChanged(String task, Health before, Health now, Optional<End> end) implements TaskEvent {
        @Override
        public boolean inHistory() {
            return false;
        }
    }
}
