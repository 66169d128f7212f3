package io.meproc.task.occasion;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The occasions of the runs of a task that are not over; an immutable value.
 *
 * @param shared the occasion of every replica that has none of its own; null for none
 * @param own the occasions of single replicas, by index
 * @param retries how often the run of a replica has failed and was repeated for its occasion, by index, unless never
 */
public record Slots(@Nullable Occasion shared, Map<Integer, Occasion> own, Map<Integer, Integer> retries) {
    public static final Slots NONE = new Slots(null, Map.of(), Map.of());

    public Slots {
        own = Map.copyOf(own);
        retries = Map.copyOf(retries);
    }

    /** The occasion of a replica; null for none. */
    public @Nullable Occasion of(int index) {
        return own.getOrDefault(index, shared);
    }

    public boolean isEmpty() {
        return shared == null && own.isEmpty() && retries.isEmpty();
    }

    public int retries(int index) {
        return retries.getOrDefault(index, 0);
    }

    /** The record of the occasion of a replica for its next run; null for none. */
    public @Nullable RunOccasion record(int index) {
        Occasion occasion = of(index);
        return occasion == null ? null : occasion.of(retries(index));
    }

    /** The same occasion for every replica. */
    public static Slots all(Occasion occasion) {
        return new Slots(occasion, Map.of(), Map.of());
    }

    /** Another occasion for one replica. */
    public Slots with(int index, Occasion occasion) {
        Map<Integer, Occasion> owned = new HashMap<>(own);
        owned.put(index, occasion);
        Map<Integer, Integer> counts = new HashMap<>(retries);
        counts.remove(index);
        return new Slots(shared, owned, counts);
    }

    /** Counts a run that is repeated. */
    public Slots retried(int index) {
        Map<Integer, Integer> counts = new HashMap<>(retries);
        counts.merge(index, 1, Integer::sum);
        return new Slots(shared, own, counts);
    }

    /** Without the occasions of replicas that are over. */
    public Slots over(IntPredicate rests, boolean all) {
        if (all) {
            return NONE;
        } else if (own.keySet().stream().noneMatch(rests::test)
                && retries.keySet().stream().noneMatch(rests::test)) {
            return this;
        }
        Map<Integer, Occasion> owned = new HashMap<>(own);
        owned.keySet().removeIf(rests::test);
        Map<Integer, Integer> counts = new HashMap<>(retries);
        counts.keySet().removeIf(rests::test);
        return new Slots(shared, owned, counts);
    }
}
