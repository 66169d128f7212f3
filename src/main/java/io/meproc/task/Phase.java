package io.meproc.task;

import java.util.Locale;

/** The state of a replica as the interfaces show it: the internal state without its details. */
public enum Phase {
    /** The replica has no process, and is not meant to have one. */
    STOPPED(false),
    /** Spawn ordered, not yet reported. */
    STARTING(true),
    /** Spawn ordered by the restart policy after an exit, not yet reported. */
    RESTARTING(true),
    /** Spawn ordered, and no longer wanted. */
    ABORTING(true),
    RUNNING(true),
    /** The leader has ended, other processes of the run have not. */
    LINGERING(true),
    /** The run has exceeded its time limit and is being stopped. */
    TIMING_OUT(true),
    /** The run has failed its startup or live probe and is being stopped. */
    UNHEALTHY(true),
    /** Waits for its next start after an exit or a failed start. */
    BACKING_OFF(false),
    STOPPING(true),
    /** A process of the run has survived SIGKILL so far. */
    STUCK(true),
    /** The run has ended by itself with success. */
    FINISHED(false),
    /** The run has ended by itself with a failure, or could not be started. */
    FAILED(false);

    private final boolean live;

    Phase(boolean live) {
        this.live = live;
    }

    /** Whether a process exists, or may appear at any time. */
    public boolean live() {
        return live;
    }

    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
