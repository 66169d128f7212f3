package io.meproc.process;

import io.meproc.process.scan.ProcFiles;
import java.util.Set;

/**
 * Orphans that end as children of the supervisor and belong to no known run. In a chain of processes, each of which
 * forks the next and ends, each may live too short to be found by a process scan. The scan finds the ended ones,
 * since each stays a zombie for seconds, see {@link OrphanReaper}.
 */
final class Orphans {
    private Set<ProcFiles.Stat> seen = Set.of();
    private boolean news;

    /**
     * Records the ended and unreaped orphans that a scan has found. One that ended during the scan may have had a
     * child that the scan missed.
     */
    void seen(Set<ProcFiles.Stat> dead) {
        news = !seen.containsAll(dead);
        seen = dead;
    }

    /** Whether processes may live that the last scan has not found. */
    boolean fleeting() {
        return news;
    }
}
