package io.meproc.task;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The runs that processes have outlived, and the requests that wait until these are gone; an immutable value. A task
 * that is no longer listed may have such runs.
 */
final class OutlivedRuns {
    static final OutlivedRuns NONE = new OutlivedRuns(HashTreePMap.empty(), HashTreePMap.empty(), Set.of());

    private final PMap<Run, OutlivedRun> byRun;
    private final PMap<Long, Set<Run>> waiting;
    private final Set<Run> doubtful;

    private OutlivedRuns(PMap<Run, OutlivedRun> byRun, PMap<Long, Set<Run>> waiting, Set<Run> doubtful) {
        this.byRun = byRun;
        this.waiting = waiting;
        this.doubtful = doubtful;
    }

    boolean isEmpty() {
        return byRun.isEmpty() && waiting.isEmpty();
    }

    /** Whether each of these processes is gone, or has survived SIGKILL. */
    boolean atRest() {
        return byRun.values().stream().allMatch(OutlivedRun::stuck);
    }

    @Nullable
    OutlivedRun find(Run run) {
        return byRun.get(run);
    }

    List<OutlivedRun> all() {
        return List.copyOf(byRun.values());
    }

    OutlivedRuns with(OutlivedRun outlived) {
        return new OutlivedRuns(byRun.plus(outlived.run(), outlived), waiting, doubtful);
    }

    OutlivedRuns without(Run run) {
        return new OutlivedRuns(byRun.minus(run), waiting, doubtful);
    }

    /** The tickets of the requests that wait. */
    List<Long> tickets() {
        return List.copyOf(waiting.keySet());
    }

    /** The runs of which a request waits for the processes. */
    List<OutlivedRun> awaited(long ticket) {
        return waiting.getOrDefault(ticket, Set.of()).stream()
                .map(byRun::get)
                .filter(run -> run != null)
                .toList();
    }

    OutlivedRuns waits(long ticket, Set<Run> runs) {
        return new OutlivedRuns(byRun, waiting.plus(ticket, runs), doubtful);
    }

    OutlivedRuns answered(long ticket) {
        return new OutlivedRuns(byRun, waiting.minus(ticket), doubtful);
    }

    /** The runs on which the last inventory and the table disagreed. */
    Set<Run> doubtful() {
        return doubtful;
    }

    OutlivedRuns doubtful(Set<Run> runs) {
        return new OutlivedRuns(byRun, waiting, runs);
    }
}
