package io.meproc.process;

import java.util.concurrent.TimeUnit;

/**
 * Dead children that the supervisor did not start and that stand in the way: waitid(2) shows the first dead
 * child only. Most belong to other code of this JVM, which will collect them in a moment. But the supervisor
 * also adopts what left the group of its run, and nobody else will ever collect that.
 */
final class Strangers {
    /** The owner of a dead child gets this long; {@link ProcessBuilder} takes milliseconds. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private int pid;
    private long waited;

    /** Whether this one is another than the last. */
    boolean isNew(int stranger) {
        if (stranger == pid) {
            return false;
        }
        pid = stranger;
        waited = 0;
        return true;
    }

    /**
     * The supervisor has paused this long for the last one. Not the time that has passed: of that a stopped
     * machine or process leaves the owner nothing.
     */
    void waited(long nanos) {
        waited += nanos;
    }

    /** Whether the last one has no owner, as it seems. */
    boolean abandoned() {
        return waited >= PATIENCE;
    }
}
