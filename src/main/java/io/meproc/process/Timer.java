package io.meproc.process;

/** Runs an action later, on the thread that calls the launcher. */
interface Timer {
    void after(long millis, Runnable action);
}
