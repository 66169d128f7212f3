package io.meproc.task.exit;

import io.meproc.task.limit.Size;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The cause of a run's end. Every end has one cause. */
public sealed interface Cause {

    /** The kinds of causes, see {@link #kind}. */
    List<String> KINDS = List.of(
            "exited",
            "signaled",
            "killed for memory",
            "unknown",
            "memory limit",
            "stopped",
            "replaced",
            "timed out",
            "probe failed",
            "not started",
            "missed",
            "skipped",
            "paused",
            "late");

    /** The kind of cause in one or two words, for programs. */
    String kind();

    /** A description for messages. */
    String words();

    /** Whether the run counts as a success. */
    boolean success();

    /** The run ended by itself, or was ended by something other than the supervisor. */
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
     * The run was stopped by request.
     *
     * @param took the time from the first signal until no process was left
     * @param forced whether SIGKILL was needed
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

    /**
     * The supervisor replaced the run by another one.
     *
     * @param took the time from the first signal until no process was left
     * @param forced whether SIGKILL was needed
     * @param why the reason
     */
    record Replaced(ExitStatus status, Duration took, boolean forced, String why) implements Cause {
        @Override
        public String kind() {
            return "replaced";
        }

        @Override
        public String words() {
            return "replaced, since " + why + (forced ? "; killed: " : ": ") + status.words();
        }

        @Override
        public boolean success() {
            return true;
        }
    }

    /**
     * The kernel killed the processes of the run, since they used all of the memory that its task allows.
     *
     * @param limit in bytes
     */
    record MemoryLimit(Size limit) implements Cause {
        @Override
        public String kind() {
            return "memory limit";
        }

        @Override
        public String words() {
            return "killed, since it used all of its memory, " + limit.text();
        }

        @Override
        public boolean success() {
            return false;
        }
    }

    /** The run exceeded its time limit. */
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

    /**
     * The run failed a probe, and was stopped.
     *
     * @param probe the field of the probe, {@code startup} or {@code live}
     * @param reason the result of the check that decided
     */
    record ProbeFailed(ExitStatus status, String probe, String reason, boolean forced) implements Cause {
        @Override
        public String kind() {
            return "probe failed";
        }

        @Override
        public String words() {
            return probe + " probe failed: " + reason + (forced ? "; killed: " : "; ") + status.words();
        }

        @Override
        public boolean success() {
            return false;
        }
    }

    /** There was no run although one was due or expected. */
    record NoRun(Kind why, String reason) implements Cause {
        /** The reason why there was no run. */
        public enum Kind {
            /** A time of the pattern passed while the service did not run, or was suspended. */
            MISSED,
            /** A fire came, and its run could not start, by the overlap policy or the deadline of the task. */
            SKIPPED,
            /** A fire would have come while the schedule was paused. */
            PAUSED,
            /** The success that the task is expected to have did not come in time. */
            LATE
        }

        @Override
        public String kind() {
            return why.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String words() {
            return kind() + ": " + reason;
        }

        @Override
        public boolean success() {
            return false;
        }
    }

    /** No process was started. */
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
