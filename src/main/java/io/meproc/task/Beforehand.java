package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the process side is asked before something of a task is started. */
final class Beforehand {
    private Beforehand() {}

    /** What ended runs of a listed task have left behind goes before others start; one that never started has none. */
    static List<Order> sweep(@Nullable Task listed) {
        return listed == null || listed.replicas().noneMatch(Beforehand::hasRun)
                ? List.of()
                : List.of(new Order.Sweep(listed.name()));
    }

    /** What runs is not stopped for a start that would fail. */
    static List<Order> prepare(@Nullable Task listed, TaskDefinition definition, @Nullable Integer index) {
        return listed == null || listed.live() == 0 || (index != null && index >= definition.replicas())
                ? List.of()
                : List.of(new Order.Prepare(definition, index));
    }

    private static boolean hasRun(Replica replica) {
        return replica.phase().live() || replica.history().last() != null;
    }
}
