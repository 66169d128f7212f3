package io.meproc.process.scan;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import java.time.Duration;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The runs whose leader is being spawned, with the time at which that began. A process scan may see the leader before
 * the launcher knows its pid; after a run is removed from here, the launcher knows it.
 */
public final class StartsUnderWay {
    private final Map<Run, Long> began = new ConcurrentHashMap<>();

    public void add(Run run) {
        began.put(run, System.nanoTime());
    }

    public void remove(Run run) {
        began.remove(run);
    }

    public boolean contains(Run run) {
        return began.containsKey(run);
    }

    /** When the start of a run began, by {@link System#nanoTime}; the current time for one that is not in progress. */
    public long began(Run run) {
        return began.getOrDefault(run, System.nanoTime());
    }

    /** Whether a process may be the leader of one of these runs, or descend from it. */
    public boolean mayHaveMade(ProcFiles.Stat process) {
        return anyMayHaveMade(process, run -> true);
    }

    /** Whether a process may be the leader of a run of this replica, or descend from it. */
    public boolean mayHaveMade(ReplicaId replica, ProcFiles.Stat process) {
        return anyMayHaveMade(process, run -> run.replica().equals(replica));
    }

    private boolean anyMayHaveMade(ProcFiles.Stat process, Predicate<Run> which) {
        return began.entrySet().stream()
                .filter(start -> which.test(start.getKey()))
                .map(Entry::getValue)
                .anyMatch(since -> isNotOlder(process, since));
    }

    /**
     * Whether a process was started after a point in time, to the tick of the kernel's clock.
     *
     * @param since by {@link System#nanoTime}
     */
    public static boolean isNotOlder(ProcFiles.Stat process, long since) {
        return ProcFiles.age(process)
                        .compareTo(Duration.ofNanos(System.nanoTime() - since).plus(ProcFiles.TICK))
                <= 0;
    }
}
