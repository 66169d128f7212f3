package io.meproc.process.context;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The turns of the thread that calls the launcher; one action runs at a time. */
public interface Turns {
    /** Runs an action in a later turn of its own. */
    void after(long millis, Runnable action);

    /**
     * Runs work that may block on another thread; passes its result to {@code then} in a turn, or its exception to
     * {@code failed}.
     */
    <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed);
}
