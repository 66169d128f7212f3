package io.meproc.task;

import io.meproc.task.command.Command;
import io.meproc.task.exit.End;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the supervisor tells everybody. */
public sealed interface TaskEvent {

    /** The task it is about. */
    String task();

    /** Whether it is worth one of the few places in the past of the task. */
    default boolean memorable() {
        return true;
    }

    /** Has {@code reader} take it in. */
    void readBy(TaskEventReader reader);

    /** Processes of the task have been started, {@code of} of them asked for. */
    record TaskStarted(String task, Command command, int processes, int of) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.taskStarted(this);
        }
    }

    /** What ran of the task has been stopped by request. */
    record TaskStopped(String task, Command command) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.taskStopped(this);
        }
    }

    /** The task has another definition, which differs in more than the number of replicas. */
    record TaskChanged(String task, long revision) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.taskChanged(this);
        }
    }

    /** The task is to have another number of replicas. */
    record TaskScaled(String task, int from, int to) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.taskScaled(this);
        }
    }

    /** Somebody had a signal sent to this many of its replicas. */
    record TaskSignalled(String task, Signal signal, int replicas) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.taskSignalled(this);
        }
    }

    /** A rolling restart has ended early, because of {@code why}. */
    record RollEnded(String task, String why) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.rollEnded(this);
        }
    }

    /**
     * A process has been started.
     *
     * @param byPolicy whether its task's type wanted that, not somebody who asked
     * @param alone whether the rest of its task stays as it is; otherwise {@link TaskStarted} says more
     */
    record ProcessStarted(Run run, long pid, boolean byPolicy, boolean alone) implements TaskEvent {
        @Override
        public boolean memorable() {
            return alone;
        }

        @Override
        public void readBy(TaskEventReader reader) {
            reader.processStarted(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /**
     * A process ended by itself.
     *
     * @param inARow how many runs in a row have ended at once, or never came to be, with this one
     * @param next when its policy starts it again
     */
    record ProcessExited(Run run, Command command, End end, int inARow, Optional<Instant> next) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.processExited(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** A process ended because somebody wanted it to. */
    record ProcessStopped(Run run, Command command, End end) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.processStopped(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /**
     * A replica could not be started.
     *
     * @param inARow how many runs in a row have ended at once, or never came to be, with this one
     * @param next when its policy tries again
     */
    record ProcessNotStarted(Run run, Instant at, StartFailure failure, int inARow, Optional<Instant> next)
            implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.processNotStarted(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** The first process of a run has ended and left others behind, which {@code policy} decides about. */
    record ProcessLingers(Run run, long pid, LeaderExit policy) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.processLingers(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** These were found after their run had ended by itself, and are being ended. */
    record ProcessesOutlived(Run run, List<Leftover> leftovers) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.processesOutlived(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** A process has run for longer than its task allows, and is being ended. */
    record ProcessTimesOut(Run run, long pid, Duration limit) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.processTimesOut(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** Something of a run has survived SIGKILL; the list is empty when nobody could tell what. */
    record ProcessStuck(Run run, long pid, List<Leftover> survivors) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.processStuck(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** A task waits for others; {@code blockers} are running. */
    record TaskWaits(String task, List<String> blockers) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.taskWaits(this);
        }
    }

    /** A cron task did not start at its time, because of {@code why}. */
    record FireSkipped(String task, Instant fire, String why) implements TaskEvent {
        @Override
        public void readBy(TaskEventReader reader) {
            reader.fireSkipped(this);
        }
    }

    /** The health of the task has changed; {@code end} is the newest one that is the trouble. */
    record HealthChanged(String task, Health before, Health now, Optional<End> end) implements TaskEvent {
        @Override
        public boolean memorable() {
            return false;
        }

        @Override
        public void readBy(TaskEventReader reader) {
            reader.healthChanged(this);
        }
    }
}
