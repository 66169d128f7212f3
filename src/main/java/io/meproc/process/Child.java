package io.meproc.process;

import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Usage;
import org.jspecify.annotations.Nullable;

/** A run as its launcher sees it: its first process, and those that a signal to the run reaches. */
interface Child {
    Run run();

    /** The first process. */
    int pid();

    /** Looks what has become of it; each change is told once. */
    Change settle();

    /** How the first process ended; null while it lives. */
    @Nullable
    ExitStatus status();

    /** What it used; null while it lives, or when nobody can tell. */
    @Nullable
    Usage usage();

    /**
     * Signals what is left of it, to end it: one that is stopped is woken, since it could not act on the signal. False when the
     * kernel lets Meproc signal none of it (EPERM).
     */
    boolean send(Signal signal);

    /** Signals the first process alone, to end it; nothing happens when it has ended. */
    void sendToLeader(Signal signal);

    /** Signals what is left of it, and nothing else. */
    void pass(Signal signal);

    /** What a look at a run has brought to light. */
    enum Change {
        NONE,
        /** The first process has ended, others have not. */
        LEADER_ENDED,
        /** Nothing that the launcher sees is left. */
        EMPTY
    }
}
