package io.meproc.task;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks by name, in the order in which they came; immutable, and cheap to copy with one task changed,
 * added or taken away: a copy costs a few chunks and a bucket. A task taken away leaves a hole in the order, and
 * when most of it is holes the rest moves together.
 */
final class Tasks {
    private static final int BUCKETS = 1024;

    static final Tasks NONE =
            new Tasks(Chunks.of(BUCKETS, i -> Map.of()), Chunks.of(0, i -> Optional.empty()), 0, Set.of());

    private final Chunks<Map<String, Integer>> slots;
    private final Chunks<Optional<Task>> order;
    private final int size;
    private final Set<String> waiting;

    private Tasks(Chunks<Map<String, Integer>> slots, Chunks<Optional<Task>> order, int size, Set<String> waiting) {
        this.slots = slots;
        this.order = order;
        this.size = size;
        this.waiting = waiting;
    }

    int size() {
        return size;
    }

    Stream<Task> stream() {
        return order.stream().flatMap(Optional::stream);
    }

    @Nullable
    Task find(String name) {
        Integer slot = slots.get(bucket(name)).get(name);
        return slot == null ? null : order.get(slot).orElse(null);
    }

    /** The names of the tasks that wait for others, in the order in which they began to. */
    List<String> waiting() {
        return List.copyOf(waiting);
    }

    /** With {@code task} in place of the one of the same name, or behind all others. */
    Tasks with(Task task) {
        Set<String> nowWaiting = waiting(task.name(), task.waiting());
        Integer slot = slots.get(bucket(task.name())).get(task.name());
        return slot != null
                ? new Tasks(slots, order.with(slot, Optional.of(task)), size, nowWaiting)
                : new Tasks(placed(task.name(), order.size()), order.plus(Optional.of(task)), size + 1, nowWaiting);
    }

    Tasks without(String name) {
        Integer slot = slots.get(bucket(name)).get(name);
        if (slot == null) {
            return this;
        }
        Tasks rest = new Tasks(placed(name, null), order.with(slot, Optional.empty()), size - 1, waiting(name, false));
        return rest.order.size() > 2 * rest.size ? rest.compact() : rest;
    }

    private Tasks compact() {
        Tasks compact = new Tasks(NONE.slots, NONE.order, 0, waiting);
        for (Task task : stream().toList()) {
            compact = compact.with(task);
        }
        return compact;
    }

    private Chunks<Map<String, Integer>> placed(String name, @Nullable Integer slot) {
        Map<String, Integer> bucket = new HashMap<>(slots.get(bucket(name)));
        if (slot == null) {
            bucket.remove(name);
        } else {
            bucket.put(name, slot);
        }
        return slots.with(bucket(name), Map.copyOf(bucket));
    }

    private static int bucket(String name) {
        return Math.floorMod(name.hashCode(), BUCKETS);
    }

    private Set<String> waiting(String name, boolean waits) {
        if (waiting.contains(name) == waits) {
            return waiting;
        }
        Set<String> copy = new LinkedHashSet<>(waiting);
        if (waits) {
            copy.add(name);
        } else {
            copy.remove(name);
        }
        return copy;
    }
}
