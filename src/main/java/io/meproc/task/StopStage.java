package io.meproc.task;

import io.meproc.task.exit.Leftover;
import java.util.List;

/** How far the ending of a run has come. */
sealed interface StopStage {

    /** For people who read the state table. */
    String label();

    /** Nobody has asked it to end; it may have a time limit. */
    record NotSignalled() implements StopStage {
        @Override
        public String label() {
            return "NOT SIGNALLED";
        }
    }

    /** This step of its stop plan, counted from 0, has sent its signal, and its grace runs. */
    record Signalled(int step) implements StopStage {
        @Override
        public String label() {
            return step == 0 ? "SIGNALLED" : "SIGNALLED AGAIN";
        }
    }

    /** SIGKILL is sent, and has a moment to work. */
    record Killed() implements StopStage {
        @Override
        public String label() {
            return "KILLED";
        }
    }

    /** Even SIGKILL has not ended it, and the process side is to say what is left. */
    record Inspected() implements StopStage {
        @Override
        public String label() {
            return "INSPECTED";
        }
    }

    /** What is left sleeps in the kernel, uninterruptible, or may not be signalled. Only its exit helps. */
    record Stuck(List<Leftover> survivors) implements StopStage {
        @Override
        public String label() {
            return "STUCK";
        }
    }
}
