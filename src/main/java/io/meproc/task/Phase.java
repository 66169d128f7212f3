package io.meproc.task;

import java.util.Locale;

/** What people see of a replica's state: the state without its details. */
public enum Phase {
    /** At rest, and nothing is meant to run. */
    STOPPED(false),
    /** Ordered, not yet reported. */
    STARTING(true),
    /** Ordered by the task's own policy after an exit, not yet reported. */
    RESTARTING(true),
    /** Ordered, and no longer wanted. */
    ABORTING(true),
    RUNNING(true),
    /** The first process has ended, others of the run have not. */
    LINGERING(true),
    /** Has run for longer than it may, and is being ended. */
    TIMING_OUT(true),
    /** Waits for its next start. */
    BACKING_OFF(false),
    STOPPING(true),
    /** Has survived SIGKILL so far. */
    STUCK(true),
    /** Ended by itself and well. */
    FINISHED(false),
    /** Ended by itself and badly, or could not be started. */
    FAILED(false);

    private final boolean live;

    Phase(boolean live) {
        this.live = live;
    }

    /** Whether a process exists, or may exist any moment. */
    public boolean live() {
        return live;
    }

    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
