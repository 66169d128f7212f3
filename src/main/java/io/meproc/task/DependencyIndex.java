package io.meproc.task;

import io.meproc.task.condition.Condition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPSet;

/**
 * The dependents of each task, so that a change of one task does not lead to a walk over all others; an immutable value.
 * Dependencies need not be listed.
 */
final class DependencyIndex {
    static final DependencyIndex EMPTY = new DependencyIndex(HashTreePMap.empty(), HashTreePMap.empty());

    private final HashPMap<String, OrderedPSet<String>> names;
    private final HashPMap<String, HashPMap<Condition, OrderedPSet<String>>> conditions;

    private DependencyIndex(
            HashPMap<String, OrderedPSet<String>> names,
            HashPMap<String, HashPMap<Condition, OrderedPSet<String>>> conditions) {
        this.names = names;
        this.conditions = conditions;
    }

    boolean isEmpty() {
        return names.isEmpty() && conditions.isEmpty();
    }

    /** The tasks that name this one in their {@code deps}. */
    Set<String> byName(String task) {
        Set<String> dependents = names.get(task);
        return dependents == null ? Set.of() : dependents;
    }

    /** The tasks with a condition about this one, by condition. */
    Map<Condition, OrderedPSet<String>> byCondition(String task) {
        Map<Condition, OrderedPSet<String>> dependents = conditions.get(task);
        return dependents == null ? Map.of() : dependents;
    }

    boolean hasDependents(String task) {
        return names.containsKey(task) || conditions.containsKey(task);
    }

    /** The index after a change of a definition; null stands for a task that is not listed. */
    DependencyIndex with(@Nullable TaskDefinition before, @Nullable TaskDefinition after) {
        if (edges(before) == edges(after) && edges(before) == 0) {
            return this;
        }
        DependencyIndex without = before == null ? this : without(before);
        return after == null ? without : without.with(after);
    }

    private static int edges(@Nullable TaskDefinition definition) {
        return definition == null
                ? 0
                : definition.deps().size()
                        + definition.behaviour().needs().all().size();
    }

    private DependencyIndex with(TaskDefinition definition) {
        HashPMap<String, OrderedPSet<String>> byName = names;
        for (String dep : definition.deps()) {
            byName = byName.plus(dep, orEmpty(byName.get(dep)).plus(definition.name()));
        }
        HashPMap<String, HashPMap<Condition, OrderedPSet<String>>> byCondition = conditions;
        for (Condition each : conditions(definition)) {
            HashPMap<Condition, OrderedPSet<String>> of = byCondition.get(each.task());
            HashPMap<Condition, OrderedPSet<String>> others = of == null ? HashTreePMap.empty() : of;
            byCondition = byCondition.plus(
                    each.task(), others.plus(each, orEmpty(others.get(each)).plus(definition.name())));
        }
        return new DependencyIndex(byName, byCondition);
    }

    private DependencyIndex without(TaskDefinition definition) {
        HashPMap<String, OrderedPSet<String>> byName = names;
        for (String dep : definition.deps()) {
            OrderedPSet<String> rest = orEmpty(byName.get(dep)).minus(definition.name());
            byName = rest.isEmpty() ? byName.minus(dep) : byName.plus(dep, rest);
        }
        HashPMap<String, HashPMap<Condition, OrderedPSet<String>>> byCondition = conditions;
        for (Condition each : conditions(definition)) {
            HashPMap<Condition, OrderedPSet<String>> of = byCondition.get(each.task());
            if (of != null) {
                OrderedPSet<String> rest = orEmpty(of.get(each)).minus(definition.name());
                HashPMap<Condition, OrderedPSet<String>> others = rest.isEmpty() ? of.minus(each) : of.plus(each, rest);
                byCondition = others.isEmpty() ? byCondition.minus(each.task()) : byCondition.plus(each.task(), others);
            }
        }
        return new DependencyIndex(byName, byCondition);
    }

    private static List<Condition> conditions(TaskDefinition definition) {
        return definition.behaviour().needs().conditions().toList();
    }

    private static OrderedPSet<String> orEmpty(@Nullable OrderedPSet<String> names) {
        return names == null ? OrderedPSet.empty() : names;
    }
}
