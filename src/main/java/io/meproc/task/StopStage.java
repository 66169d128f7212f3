package io.meproc.task;

import io.meproc.task.exit.Leftover;
import java.util.List;

/** How far the ending of a run has come. */
sealed interface StopStage {

    /** For people who read the state table. */
    String label();

    /** Nobody has asked it to end; it may have a time limit. */
    record Unasked() implements StopStage {
        @Override
        public String label() {
            return "UNASKED";
        }
    }

    /** This step of its stop plan, counted from 0, has sent its signal, and its grace runs. */
    record Asked(int step) implements StopStage {
        @Override
        public String label() {
            return step == 0 ? "ASKED" : "ASKED AGAIN";
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
    record Counted() implements StopStage {
        @Override
        public String label() {
            return "COUNTED";
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
