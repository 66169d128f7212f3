package io.meproc.task;

import io.meproc.task.exit.Signal;

/** What people and programs may ask of the task table. */
public sealed interface Request {

    /** The task it is about. */
    String name();

    /** Whether the answer comes when it is done; false: when it is under way. */
    boolean patient();

    /** Start a new task. */
    record Start(TaskDefinition definition, boolean patient) implements Request {
        @Override
        public String name() {
            return definition.name();
        }
    }

    /**
     * Have a task of this definition listed: a new one is started, a listed one is changed, and only what the change
     * touches starts anew.
     *
     * @param starts whether a new task is started; otherwise it is listed as one that was stopped
     */
    record Put(TaskDefinition definition, Expected expected, boolean patient, boolean starts) implements Request {
        public Put(TaskDefinition definition, Expected expected, boolean patient) {
            this(definition, expected, patient, true);
        }

        @Override
        public String name() {
            return definition.name();
        }
    }

    /** Say what {@link Put} would do, and do nothing. */
    record Try(Put put) implements Request {
        @Override
        public String name() {
            return put.name();
        }

        @Override
        public boolean patient() {
            return true;
        }
    }

    /**
     * Start what does not run of a listed task. A cron task that was stopped fires again by that.
     *
     * @param runs whether a cron task that is scheduled, and of which nothing runs, is run now
     */
    record StartAgain(Target target, boolean patient, boolean runs) implements Request {
        @Override
        public String name() {
            return target.task();
        }
    }

    /** Stop a task and keep it listed; it stays stopped until somebody starts it. */
    record Stop(Target target, boolean patient) implements Request {
        @Override
        public String name() {
            return target.task();
        }
    }

    /** Stop a listed task and start it again. */
    record Restart(Target target, boolean patient) implements Request {
        public Restart(String name, boolean patient) {
            this(Target.task(name), patient);
        }

        @Override
        public String name() {
            return target.task();
        }
    }

    /** Restart what runs of a task, one replica at a time; the next when the one before runs again. */
    record Roll(String name, Expected expected, boolean patient) implements Request {}

    /** Send a signal to the process groups of what runs. That is no stop: an end that follows is judged as any other. */
    record SendSignal(Target target, Signal signal) implements Request {
        @Override
        public String name() {
            return target.task();
        }

        @Override
        public boolean patient() {
            return true;
        }
    }

    /** Forget failures and restarts; what backs off starts now. */
    record Reset(Target target, boolean patient) implements Request {
        @Override
        public String name() {
            return target.task();
        }
    }

    /** Stop a task and forget it. */
    record Remove(String name, Expected expected, boolean patient) implements Request {
        public Remove(String name, boolean patient) {
            this(name, Expected.ANY, patient);
        }
    }
}
