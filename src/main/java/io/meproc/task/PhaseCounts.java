package io.meproc.task;

import java.util.EnumMap;
import java.util.Map;

/**
 * The number of a task's replicas in each phase. Maintained with each change, so that a query about a task does not
 * iterate over its replicas.
 */
final class PhaseCounts {
    static final PhaseCounts NONE = new PhaseCounts(new EnumMap<>(Phase.class), 0, 0);

    private final EnumMap<Phase, Integer> phases;
    private final int failures;
    private final int retries;

    private PhaseCounts(EnumMap<Phase, Integer> phases, int failures, int retries) {
        this.phases = phases;
        this.failures = failures;
        this.retries = retries;
    }

    /** Adds {@code count} replicas like this one; a negative count subtracts. */
    PhaseCounts plus(Replica replica, int count) {
        return new PhaseCounts(
                changed(phases, replica.phase(), count),
                failures + (replica.failures() ? count : 0),
                retries + (replica.retries() ? count : 0));
    }

    PhaseCounts moved(Replica from, Replica to) {
        boolean samePhase = from.phase() == to.phase();
        int failed = (to.failures() ? 1 : 0) - (from.failures() ? 1 : 0);
        int retried = (to.retries() ? 1 : 0) - (from.retries() ? 1 : 0);
        return samePhase && failed == 0 && retried == 0
                ? this
                : new PhaseCounts(
                        samePhase ? phases : moved(phases, from.phase(), to.phase()),
                        failures + failed,
                        retries + retried);
    }

    private static EnumMap<Phase, Integer> changed(EnumMap<Phase, Integer> counts, Phase key, int by) {
        EnumMap<Phase, Integer> copy = new EnumMap<>(counts);
        copy.merge(key, by, Integer::sum);
        return copy;
    }

    private static EnumMap<Phase, Integer> moved(EnumMap<Phase, Integer> counts, Phase from, Phase to) {
        EnumMap<Phase, Integer> copy = changed(counts, from, -1);
        copy.merge(to, 1, Integer::sum);
        return copy;
    }

    Map<Phase, Integer> counts() {
        EnumMap<Phase, Integer> counts = new EnumMap<>(phases);
        counts.values().removeIf(count -> count == 0);
        return counts;
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
        return Health.of(type, failures > 0, retries > 0);
    }

    int live() {
        int live = 0;
        for (Map.Entry<Phase, Integer> count : phases.entrySet()) {
            live += count.getKey().live() ? count.getValue() : 0;
        }
        return live;
    }
}
