package io.meproc.process;

import java.util.Set;

/**
 * Processes without parents that end as children of the supervisor and are of no run that is known. In a chain of
 * processes, each of which forks the next and ends, every one may live too short to be found by a process scan; but the
 * scan finds those that have ended, since each stays a zombie for seconds, see {@link OrphanReaper}.
 */
final class Orphans {
    private Set<ProcFiles.Stat> seen = Set.of();
    private boolean news;

    /** A scan has found these, ended and not reaped. One that ended during the scan may have had a child that it missed. */
    void seen(Set<ProcFiles.Stat> dead) {
        news = !seen.containsAll(dead);
        seen = dead;
    }

    /** Whether some may live that the last scan has not found. */
    boolean fleeting() {
        return news;
    }
}
