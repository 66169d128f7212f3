package io.meproc.task;

import io.meproc.task.Bounds.Totals;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.OrderedPMap;
import org.pcollections.OrderedPSet;

/** The tasks by name, in the order in which they were listed; an immutable value. */
final class Tasks {
    static final Tasks NONE =
            new Tasks(OrderedPMap.empty(), OrderedPSet.empty(), Totals.NONE, 0, DependencyIndex.EMPTY);

    private final OrderedPMap<String, Task> all;
    private final OrderedPSet<String> waiting;

    private final Totals totals;
    private final int live;
    private final DependencyIndex dependents;

    private Tasks(
            OrderedPMap<String, Task> all,
            OrderedPSet<String> waiting,
            Totals totals,
            int live,
            DependencyIndex dependents) {
        this.all = all;
        this.waiting = waiting;
        this.totals = totals;
        this.live = live;
        this.dependents = dependents;
    }

    DependencyIndex dependents() {
        return dependents;
    }

    /** The number of replicas of all tasks that have a process, or may have one at any time. */
    int live() {
        return live;
    }

    Totals totals() {
        return totals;
    }

    /** The totals with this definition in place of the listed one of the same name. */
    @SuppressWarnings("ReferenceEquality") // A mere shortcut: equal definitions give the same totals.
    Totals totals(TaskDefinition wanted) {
        Task listed = find(wanted.name());
        if (listed == null) {
            return totals.with(wanted);
        }
        return listed.definition() == wanted
                ? totals
                : totals.without(listed.definition()).with(wanted);
    }

    int size() {
        return all.size();
    }

    Stream<Task> stream() {
        return all.values().stream();
    }

    @Nullable
    Task find(String name) {
        return all.get(name);
    }

    /** The names of the tasks that wait for dependencies, in the order in which they began to. */
    List<String> waiting() {
        return List.copyOf(waiting);
    }

    /** Replaces the task of the same name, or appends a new one. */
    Tasks with(Task task) {
        return new Tasks(
                all.plus(task.name(), task),
                waiting(task.name(), task.waiting()),
                totals(task.definition()),
                live - live(task.name()) + task.live(),
                dependents(task));
    }

    Tasks without(String name) {
        Task listed = find(name);
        return new Tasks(
                all.minus(name),
                waiting(name, false),
                listed == null ? totals : totals.without(listed.definition()),
                live - live(name),
                listed == null ? dependents : dependents.with(listed.definition(), null));
    }

    @SuppressWarnings("ReferenceEquality") // A mere shortcut: equal definitions have the same dependencies.
    private DependencyIndex dependents(Task task) {
        Task listed = find(task.name());
        TaskDefinition before = listed == null ? null : listed.definition();
        return before == task.definition() ? dependents : dependents.with(before, task.definition());
    }

    private int live(String name) {
        Task listed = find(name);
        return listed == null ? 0 : listed.live();
    }

    private OrderedPSet<String> waiting(String name, boolean waits) {
        return waits ? waiting.plus(name) : waiting.minus(name);
    }
}
