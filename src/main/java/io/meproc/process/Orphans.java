package io.meproc.process;

import io.meproc.linux.Syscalls;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Processes without parents that end as children of the supervisor and are of no run that is known. In a chain of
 * processes, each of which forks the next and ends, every one may live too short to be found by a look through /proc;
 * but its end is heard, or the look itself sees it.
 */
final class Orphans {
    /** Who lives longer is found. */
    private static final long FLEETING = TimeUnit.MILLISECONDS.toNanos(30);

    private final int ownGroup = Syscalls.getpgid(0);
    private volatile boolean any;
    private volatile long last;
    private Set<ProcFiles.Stat> seen = Set.of();
    private boolean news;

    /** One has ended. Children that other code of the JVM has started are none, they are in the JVM's own group. */
    void ended(int group) {
        if (group > 0 && group != ownGroup) {
            last = System.nanoTime();
            any = true;
        }
    }

    /** A look has seen these, ended and not collected. Who ended while it was made may have had a child that it missed. */
    void seen(Set<ProcFiles.Stat> dead) {
        news = !seen.containsAll(dead);
        seen = dead;
    }

    /** Whether some may live that the last look has not found. */
    boolean fleeting() {
        return news || (any && System.nanoTime() - last < FLEETING);
    }
}
