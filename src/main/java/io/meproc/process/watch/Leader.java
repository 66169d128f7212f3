package io.meproc.process.watch;

import io.meproc.task.exit.Signal;
import org.jspecify.annotations.Nullable;

/** The leader of a run as the kernel identifies it. */
public interface Leader {

    /** How it ended; null while it lives. Reaps it if it is a child. */
    @Nullable
    Reaped end();

    /** Whether its pid still refers to it, alive or as a zombie. */
    boolean there();

    /** Whether it has ended, and its pid still refers to it since its parent has not reaped it. */
    default boolean awaitsReaping() {
        return false;
    }

    /** Sends a signal; returns 0, or an error number. */
    int send(Signal signal);
}
