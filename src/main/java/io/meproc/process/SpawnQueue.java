package io.meproc.process;

import io.meproc.task.Run;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queue of spawn attempts. The tasks take turns and the replicas of a task keep their order, so that a task with
 * thousands of replicas delays no task with one. Its size is bounded by the number of replicas, each of which waits
 * at most once.
 */
final class SpawnQueue {
    private final Map<String, Queue<SpawnAttempt>> byTask = new LinkedHashMap<>();
    private final Set<Run> wanted = new HashSet<>();

    void add(SpawnAttempt attempt) {
        wanted.add(attempt.run());
        byTask.computeIfAbsent(attempt.task(), task -> new ArrayDeque<>()).add(attempt);
    }

    /** Removes an attempt; returns false if it does not wait. */
    boolean cancel(Run run) {
        return wanted.remove(run);
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** Removes all attempts of a task. */
    List<SpawnAttempt> cancelAll(String task) {
        List<SpawnAttempt> all = new ArrayList<>();
        Queue<SpawnAttempt> queue = byTask.remove(task);
        if (queue != null) {
            queue.stream().filter(attempt -> wanted.remove(attempt.run())).forEach(all::add);
        }
        return all;
    }

    /** The next attempt of a task that is not stalled; null if there is none. */
    @Nullable
    SpawnAttempt poll(Predicate<String> heldUp) {
        String task = byTask.keySet().stream()
                .filter(each -> !heldUp.test(each))
                .findFirst()
                .orElse(null);
        while (task != null) {
            SpawnAttempt attempt = next(task);
            if (attempt != null) {
                return attempt;
            }
            task = byTask.keySet().stream()
                    .filter(each -> !heldUp.test(each))
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    /** The next attempt of a task, which then moves to the end of the queue; null if the attempt was removed. */
    private @Nullable SpawnAttempt next(String task) {
        Queue<SpawnAttempt> queue = byTask.remove(task);
        SpawnAttempt attempt = queue == null ? null : queue.poll();
        if (queue != null && !queue.isEmpty()) {
            byTask.put(task, queue);
        }
        return attempt != null && wanted.remove(attempt.run()) ? attempt : null;
    }
}
