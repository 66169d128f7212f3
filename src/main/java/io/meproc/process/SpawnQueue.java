package io.meproc.process;

import io.meproc.task.Order;
import io.meproc.task.Run;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spawns that wait their turn: the tasks take turns, the replicas of a task keep their order, so that a task of
 * thousands delays none of one. Its size is bounded by the number of replicas, each of which waits once at most.
 */
final class SpawnQueue {
    private final Map<String, Queue<Order.Spawn>> byTask = new LinkedHashMap<>();
    private final Set<Run> wanted = new HashSet<>();

    void add(Order.Spawn spawn) {
        wanted.add(spawn.run());
        byTask.computeIfAbsent(spawn.run().replica().task(), task -> new ArrayDeque<>())
                .add(spawn);
    }

    /** Takes a spawn back; false when it does not wait, or no more. */
    boolean cancel(Run run) {
        return wanted.remove(run);
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** The next spawn, or null when none waits. */
    Order.@Nullable Spawn poll() {
        Order.Spawn spawn = next();
        while (spawn != null && !wanted.remove(spawn.run())) {
            spawn = next();
        }
        return spawn;
    }

    /** The next one, even if it was taken back. */
    private Order.@Nullable Spawn next() {
        var tasks = byTask.entrySet().iterator();
        if (!tasks.hasNext()) {
            return null;
        }
        var turn = tasks.next();
        tasks.remove();
        Order.Spawn spawn = turn.getValue().poll();
        if (!turn.getValue().isEmpty()) {
            byTask.put(turn.getKey(), turn.getValue());
        }
        return spawn;
    }
}
