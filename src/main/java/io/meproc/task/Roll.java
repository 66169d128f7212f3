package io.meproc.task;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries by name in the order in which they came; immutable, and cheap to copy with one entry changed, added or
 * taken away: a copy costs a few chunks and a bucket. An entry taken away leaves a hole in the order, and when
 * most of it is holes the rest moves together.
 */
final class Roll<T> {
    private static final int BUCKETS = 1024;

    private final Chunks<Map<String, Integer>> slots;
    private final Chunks<Optional<T>> order;
    private final int size;

    private Roll(Chunks<Map<String, Integer>> slots, Chunks<Optional<T>> order, int size) {
        this.slots = slots;
        this.order = order;
        this.size = size;
    }

    static <T> Roll<T> empty() {
        return new Roll<>(Chunks.of(BUCKETS, i -> Map.of()), Chunks.of(0, i -> Optional.empty()), 0);
    }

    int size() {
        return size;
    }

    Stream<T> stream() {
        return order.stream().flatMap(Optional::stream);
    }

    @Nullable
    T find(String name) {
        Integer slot = slot(name);
        return slot == null ? null : order.get(slot).orElse(null);
    }

    /** With the entry in place of the one of the same name, or behind all others. */
    Roll<T> with(String name, T entry) {
        Integer slot = slot(name);
        return slot != null
                ? new Roll<>(slots, order.with(slot, Optional.of(entry)), size)
                : new Roll<>(placed(name, order.size()), order.plus(Optional.of(entry)), size + 1);
    }

    Roll<T> without(String name) {
        Integer slot = slot(name);
        if (slot == null) {
            return this;
        }
        Roll<T> rest = new Roll<>(placed(name, null), order.with(slot, Optional.empty()), size - 1);
        return rest.order.size() > 2 * rest.size ? rest.together() : rest;
    }

    private Roll<T> together() {
        Map<Integer, String> names = new HashMap<>();
        slots.stream().forEach(bucket -> bucket.forEach((name, slot) -> names.put(slot, name)));
        Roll<T> together = empty();
        for (int slot = 0; slot < order.size(); slot++) {
            Optional<T> entry = order.get(slot);
            String name = names.get(slot);
            if (entry.isPresent() && name != null) {
                together = together.with(name, entry.get());
            }
        }
        return together;
    }

    private @Nullable Integer slot(String name) {
        return slots.get(bucket(name)).get(name);
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
}
