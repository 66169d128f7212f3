package io.meproc.process;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The turns of the thread that calls the launcher: one action at a time. */
interface Turns {
    /** Runs an action in a turn of its own, later. */
    void after(long millis, Runnable action);

    /**
     * Does work on another thread, which may block; hands its result to {@code then} in a turn, or to {@code failed} what
     * it has thrown.
     */
    <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed);
}
