package io.meproc.task.exit;

import java.time.Duration;

/** Why a run came to its end. Every end has one cause. */
public sealed interface Cause {

    /** The kind of it, in a word or two, for programs. */
    String kind();

    /** In words, for people. */
    String words();

    /** Whether the run did what it was to do. */
    boolean success();

    /** It ended by itself, or by somebody who is not the supervisor. */
    record Own(ExitStatus status, boolean success) implements Cause {
        @Override
        public String kind() {
            return status.kind();
        }

        @Override
        public String words() {
            return status.words();
        }
    }

    /**
     * Somebody asked for it.
     *
     * @param took from the first signal until nothing was left
     * @param forced whether it took SIGKILL
     */
    record Stopped(ExitStatus status, Duration took, boolean forced) implements Cause {
        @Override
        public String kind() {
            return "stopped";
        }

        @Override
        public String words() {
            return (forced ? "stopped by force: " : "stopped: ") + status.words();
        }

        @Override
        public boolean success() {
            return true;
        }
    }

    /** It ran for longer than its task allows. */
    record TimedOut(ExitStatus status, Duration limit, boolean forced) implements Cause {
        @Override
        public String kind() {
            return "timed out";
        }

        @Override
        public String words() {
            return "timed out after " + limit.toMillis() / 1e3 + " s" + (forced ? ", killed: " : ": ") + status.words();
        }

        @Override
        public boolean success() {
            return false;
        }
    }

    /** There never was a process. */
    record NotStarted(StartFailure failure) implements Cause {
        @Override
        public String kind() {
            return "not started";
        }

        @Override
        public String words() {
            return "not started: " + failure.words();
        }

        @Override
        public boolean success() {
            return false;
        }
    }
}
