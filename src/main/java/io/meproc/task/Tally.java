package io.meproc.task;

import java.util.EnumMap;
import java.util.Map;

/** How many replicas of a task are in which phase, so that no question about a task walks its replicas. */
final class Tally {
    private final Map<Phase, Integer> counts;

    private Tally(Map<Phase, Integer> counts) {
        this.counts = counts;
    }

    static Tally of(Phase phase, int count) {
        return new Tally(new EnumMap<>(Map.of(phase, count)));
    }

    Tally moved(Phase from, Phase to) {
        if (from == to) {
            return this;
        }
        Map<Phase, Integer> copy = new EnumMap<>(counts);
        copy.merge(from, -1, Integer::sum);
        copy.merge(to, 1, Integer::sum);
        return new Tally(copy);
    }

    int in(Phase phase) {
        return counts.getOrDefault(phase, 0);
    }

    boolean any(Phase... phases) {
        for (Phase phase : phases) {
            if (in(phase) > 0) {
                return true;
            }
        }
        return false;
    }

    int live() {
        int live = 0;
        for (Map.Entry<Phase, Integer> count : counts.entrySet()) {
            live += count.getKey().live() ? count.getValue() : 0;
        }
        return live;
    }
}
