package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the process side is asked before something of a task is started. */
final class PreStartOrders {
    private PreStartOrders() {}

    /** What ended runs of a listed task have left behind goes before others start; one that never started has none. */
    static List<Order> sweep(@Nullable Task listed) {
        return listed == null || listed.replicas().noneMatch(PreStartOrders::hasRun)
                ? List.of()
                : List.of(new Order.Sweep(listed.name()));
    }

    /** What runs is not stopped for a start that would fail. */
    static List<Order> prepare(@Nullable Task listed, TaskDefinition definition, @Nullable Integer index) {
        return listed == null || listed.live() == 0 || (index != null && index >= definition.replicas())
                ? List.of()
                : List.of(new Order.Prepare(definition, index));
    }

    /** Both, for a restart of a listed task with the definition that it has. */
    static List<Order> restart(@Nullable Task listed, @Nullable Integer index) {
        return listed == null
                ? List.of()
                : Stream.concat(prepare(listed, listed.definition(), index).stream(), sweep(listed).stream())
                        .toList();
    }

    private static boolean hasRun(Replica replica) {
        return replica.phase().live() || replica.history().last() != null;
    }
}
