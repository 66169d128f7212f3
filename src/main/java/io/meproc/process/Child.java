package io.meproc.process;

import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Usage;
import org.jspecify.annotations.Nullable;

/** A run from the launcher's view: its leader, and the processes that a signal to the run reaches. */
interface Child {
    Run run();

    /** The pid of the leader. */
    int pid();

    /** Checks the state of the run; reports each change once. */
    Change settle();

    /** The exit status of the leader; null while it lives. */
    @Nullable
    ExitStatus status();

    /** The resources that the leader used; null while it lives, or if unknown. */
    @Nullable
    Usage usage();

    /** The counts of its control group so far; null without a group that counts memory. */
    default @Nullable MemoryEvents memory() {
        return null;
    }

    /**
     * Sends a signal of a stop to the processes that are left, and continues stopped ones, since they could not
     * handle the signal. Returns false if the kernel does not permit Meproc to signal any of them (EPERM).
     */
    boolean send(Signal signal);

    /** Sends a signal of a stop to the leader alone; no effect after the leader has ended. */
    void sendToLeader(Signal signal);

    /** Sends a signal to the processes that are left, without any other action. */
    void pass(Signal signal);

    /** Sends a signal to the leader, without any other action; no effect after the leader has ended. */
    void passToLeader(Signal signal);

    /** The result of a check of a run. */
    enum Change {
        NONE,
        /** The leader has ended, other processes have not. */
        LEADER_ENDED,
        /** No process that the launcher knows is left. */
        EMPTY
    }
}
