package io.meproc.process;

import io.meproc.task.Order;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Spawns that wait their turn: the tasks take turns, the replicas of a task keep their order, so that a task of
 * thousands delays none of one. Its size is bounded by the number of replicas, each of which waits once at most.
 */
final class SpawnQueue {
    private final Map<String, Queue<Order.Spawn>> byTask = new LinkedHashMap<>();

    void add(Order.Spawn spawn) {
        byTask.computeIfAbsent(spawn.run().replica().task(), task -> new ArrayDeque<>())
                .add(spawn);
    }

    boolean isEmpty() {
        return byTask.isEmpty();
    }

    /** The next spawn, or null when none waits. */
    Order.@Nullable Spawn poll() {
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
