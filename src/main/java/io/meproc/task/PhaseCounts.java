package io.meproc.task;

import java.util.EnumMap;
import java.util.Map;

/**
 * The number of a task's replicas in each phase. Maintained with each change, so that a query about a task does not
 * iterate over its replicas.
 */
final class PhaseCounts {
    static final PhaseCounts NONE = new PhaseCounts(new EnumMap<>(Phase.class), new EnumMap<>(Trouble.class), 0);

    private final EnumMap<Phase, Integer> phases;
    private final EnumMap<Trouble, Integer> troubles;
    private final int ready;

    private PhaseCounts(EnumMap<Phase, Integer> phases, EnumMap<Trouble, Integer> troubles, int ready) {
        this.phases = phases;
        this.troubles = troubles;
        this.ready = ready;
    }

    /** Adds {@code count} replicas like this one; a negative count subtracts. */
    PhaseCounts plus(Replica replica, int count) {
        return new PhaseCounts(
                changed(phases, replica.phase(), count),
                changed(troubles, replica.trouble(), count),
                ready + (replica.ready() ? count : 0));
    }

    PhaseCounts moved(Replica from, Replica to) {
        boolean samePhase = from.phase() == to.phase();
        boolean sameTrouble = from.trouble() == to.trouble();
        int readied = (to.ready() ? 1 : 0) - (from.ready() ? 1 : 0);
        return samePhase && sameTrouble && readied == 0
                ? this
                : new PhaseCounts(
                        samePhase ? phases : moved(phases, from.phase(), to.phase()),
                        sameTrouble ? troubles : moved(troubles, from.trouble(), to.trouble()),
                        ready + readied);
    }

    private static <K extends Enum<K>> EnumMap<K, Integer> changed(EnumMap<K, Integer> counts, K key, int by) {
        EnumMap<K, Integer> copy = new EnumMap<>(counts);
        copy.merge(key, by, Integer::sum);
        return copy;
    }

    private static <K extends Enum<K>> EnumMap<K, Integer> moved(EnumMap<K, Integer> counts, K from, K to) {
        EnumMap<K, Integer> copy = changed(counts, from, -1);
        copy.merge(to, 1, Integer::sum);
        return copy;
    }

    Map<Phase, Integer> counts() {
        EnumMap<Phase, Integer> counts = new EnumMap<>(phases);
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** The number of replicas that are ready. */
    int ready() {
        return ready;
    }

    int in(Phase phase) {
        return phases.getOrDefault(phase, 0);
    }

    boolean any(Phase... some) {
        for (Phase phase : some) {
            if (in(phase) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The worst health of any replica; {@code type} is that of the task. */
    Health health(TaskType type) {
        Health worst = Health.OK;
        for (Map.Entry<Trouble, Integer> count : troubles.entrySet()) {
            Health health = count.getKey().health(type);
            worst = count.getValue() > 0 && health.compareTo(worst) > 0 ? health : worst;
        }
        return worst;
    }

    int live() {
        int live = 0;
        for (Map.Entry<Phase, Integer> count : phases.entrySet()) {
            live += count.getKey().live() ? count.getValue() : 0;
        }
        return live;
    }
}
