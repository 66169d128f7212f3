package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The orders that the process side has to answer before a replica is started. */
final class PreStartOrders {
    private PreStartOrders() {}

    /** Ends what ended runs of a listed task have left behind. A task that never ran has left nothing. */
    static List<Order> sweep(@Nullable Task listed) {
        return listed == null || listed.replicas().noneMatch(PreStartOrders::hasRun)
                ? List.of()
                : List.of(new Order.Sweep(listed.name()));
    }

    /** Checks that a start would succeed before running processes are stopped for it. */
    static List<Order> prepare(@Nullable Task listed, TaskDefinition definition, @Nullable Integer index) {
        return listed == null || listed.live() == 0 || (index != null && index >= definition.replicas())
                ? List.of()
                : List.of(new Order.Prepare(definition, index));
    }

    /** Both orders, for a restart of a listed task with its current definition. */
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
