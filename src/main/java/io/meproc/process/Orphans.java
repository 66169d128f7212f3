package io.meproc.process;

import java.util.concurrent.TimeUnit;

/**
 * Processes without parents that end as children of the supervisor and are of no run that is known. In a chain of
 * processes, each of which forks the next and ends, every one may live too short to be found by a look through /proc;
 * but its end is heard.
 */
final class Orphans {
    /** Who lives longer is found. */
    private static final long FLEETING = TimeUnit.MILLISECONDS.toNanos(30);

    private final int ownGroup = Syscalls.getpgid(0);
    private volatile boolean any;
    private volatile long last;

    /** One has ended. Children that other code of the JVM has started are none, they are in the JVM's own group. */
    void ended(int group) {
        if (group > 0 && group != ownGroup) {
            last = System.nanoTime();
            any = true;
        }
    }

    /** Whether some may live that no look finds. */
    boolean fleeting() {
        return any && System.nanoTime() - last < FLEETING;
    }
}
