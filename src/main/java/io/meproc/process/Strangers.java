package io.meproc.process;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Dead children that the supervisor did not start and that stand in the way: waitid(2) shows the first dead
 * child only. Most belong to other code of this JVM, which will collect them in a moment. But the supervisor
 * also adopts orphans of all kinds, and nobody else will ever collect those.
 */
final class Strangers {
    /** The owner of a dead child gets this long; {@link ProcessBuilder} takes milliseconds. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    /** When to look who else is dead, so that all who are wait together. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final long self = ProcessHandle.current().pid();
    private final IntPredicate ours;
    private List<ProcFiles.Stat> dead = List.of();
    private int first;
    private long waited;

    /** @param ours whether a pid is of a child that the supervisor has started */
    Strangers(IntPredicate ours) {
        this.ours = ours;
    }

    /** Whether the one that stands in the way is another than the last. */
    boolean isNew(int stranger) {
        if (stranger == first) {
            return false;
        }
        first = stranger;
        waited = 0;
        dead = List.of();
        return true;
    }

    /**
     * The supervisor has paused this long for the last one. Not the time that has passed: of that a stopped
     * machine or process leaves the owner nothing.
     */
    void waited(long nanos) {
        waited += nanos;
        if (dead.isEmpty() && waited >= LOOK) {
            dead = ProcFiles.pids()
                    .filter(pid -> !ours.test(pid))
                    .mapToObj(ProcFiles::stat)
                    .filter(stat -> stat != null && stat.state() == 'Z' && stat.parent() == self)
                    .toList();
        }
    }

    /** Those that have no owner, as it seems: dead all the time, and dead still. */
    List<Integer> abandoned() {
        return waited < PATIENCE
                ? List.of()
                : dead.stream()
                        .filter(stat -> stat.equals(ProcFiles.stat(stat.pid())))
                        .map(ProcFiles.Stat::pid)
                        .toList();
    }
}
