package io.meproc.task;

import io.meproc.task.exit.Leftover;
import java.util.List;

/** The stage that the stop of a run has reached. */
sealed interface StopStage {

    /** The name of the stage in docs/states.md. */
    String label();

    /** No signal was sent; the run may have a time limit. */
    record NotSignalled() implements StopStage {
        @Override
        public String label() {
            return "NOT SIGNALLED";
        }
    }

    /** The signal of this step of the stop plan, counted from 0, was sent, and its grace has not passed. */
    record Signalled(int step) implements StopStage {
        @Override
        public String label() {
            return step == 0 ? "SIGNALLED" : "SIGNALLED AGAIN";
        }
    }

    /** SIGKILL was sent, and {@link Rules#lastResort} has not passed. */
    record Killed() implements StopStage {
        @Override
        public String label() {
            return "KILLED";
        }
    }

    /** The run has survived SIGKILL, and the process side was requested to list what is left. */
    record Inspected() implements StopStage {
        @Override
        public String label() {
            return "INSPECTED";
        }
    }

    /**
     * The surviving processes are in uninterruptible sleep, or may not be signalled. Only their own exit ends the
     * run.
     */
    record Stuck(List<Leftover> survivors) implements StopStage {
        @Override
        public String label() {
            return "STUCK";
        }
    }
}
