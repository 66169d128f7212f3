package io.meproc.task;

import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.occasion.RunParameters;

/** A request to the task table. */
public sealed interface Request {

    /** The name of the task. */
    String name();

    /** Whether the answer is sent when the request is completed; otherwise when it has begun. */
    boolean waits();

    /** A request about a task, or about one of its replicas. */
    sealed interface OfTarget extends Request {
        Target target();

        @Override
        default String name() {
            return target().task();
        }
    }

    /** Starts a new task. */
    record Start(TaskDefinition definition, boolean waits) implements Request {
        @Override
        public String name() {
            return definition.name();
        }
    }

    /**
     * Lists a new task, or changes a listed one to this definition. A change restarts only the replicas that it
     * affects.
     *
     * @param starts whether a new task is started; otherwise it is listed as stopped
     */
    record Put(TaskDefinition definition, Expected expected, boolean waits, boolean starts) implements Request {
        public Put(TaskDefinition definition, Expected expected, boolean waits) {
            this(definition, expected, waits, true);
        }

        @Override
        public String name() {
            return definition.name();
        }
    }

    /** Answers what {@link Put} would do, and changes nothing. */
    record Try(Put put) implements Request {
        @Override
        public String name() {
            return put.name();
        }

        @Override
        public boolean waits() {
            return true;
        }
    }

    /**
     * Starts the replicas of a listed task that do not run. A stopped cron task fires again.
     *
     * @param runs whether a scheduled cron task without a running replica runs now
     */
    record StartAgain(Target target, boolean waits, boolean runs) implements OfTarget {}

    /** Waits until the replicas are ready, and changes nothing. */
    record AwaitReady(Target target) implements OfTarget {
        @Override
        public boolean waits() {
            return true;
        }
    }

    /**
     * Runs a once or cron task now, by the overlap policy of the task.
     *
     * @param parameters what this run has in addition to the command of the task
     */
    record RunNow(Target target, RunParameters parameters, boolean waits) implements OfTarget {}

    /**
     * Pauses the schedule of a cron task, or resumes it.
     *
     * @param pauses false to resume it
     */
    record SwitchSchedule(Target target, boolean pauses, boolean waits) implements OfTarget {}

    /** Stops a task and keeps it listed. It stays stopped until a request starts it. */
    record Stop(Target target, boolean waits) implements OfTarget {}

    /** Stops a listed task and starts it again. */
    record Restart(Target target, boolean waits) implements OfTarget {
        public Restart(String name, boolean waits) {
            this(Target.task(name), waits);
        }
    }

    /** Restarts the running replicas of a task one at a time; each after the one before runs again. */
    record Roll(String name, Expected expected, boolean waits) implements Request {}

    /**
     * Sends a signal to the process groups of the running replicas, or to their leaders alone. This is not a stop: the
     * restart policy judges an end that follows.
     */
    record SendSignal(Target target, Signal signal, StopPlan.Reach to) implements OfTarget {
        public SendSignal(Target target, Signal signal) {
            this(target, signal, StopPlan.Reach.GROUP);
        }

        @Override
        public boolean waits() {
            return true;
        }
    }

    /**
     * Decides about a process that an earlier service process left.
     *
     * @param target the replica of its run, of a task that need not be listed
     */
    record DecideLeftover(Target target, long pid, LeftoverDecision decision) implements OfTarget {
        @Override
        public boolean waits() {
            return true;
        }
    }

    /** Resets failures and restarts, and starts the replicas that back off. */
    record Reset(Target target, boolean waits) implements OfTarget {}

    record Remove(String name, Expected expected, boolean waits) implements Request {
        public Remove(String name, boolean waits) {
            this(name, Expected.ANY, waits);
        }
    }
}
