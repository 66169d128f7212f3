package io.meproc.task.condition;

import java.util.List;
import java.util.stream.Stream;

/**
 * The conditions that other tasks must meet before a task starts, all of them.
 *
 * @param all at most {@value #MAX_NEEDS}, with at most {@value #MAX_CONDITIONS} conditions together
 */
public record Needs(List<Need> all) {
    public static final int MAX_NEEDS = 32;
    public static final int MAX_CONDITIONS = 256;
    public static final Needs DEFAULT = new Needs(List.of());

    public Needs {
        all = List.copyOf(all);
        if (all.size() > MAX_NEEDS) {
            throw new IllegalArgumentException("needs: " + all.size());
        }
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The conditions in all groups. */
    public Stream<Condition> conditions() {
        return all.stream().flatMap(need -> need.requirement().conditions());
    }
}
