package io.meproc.task;

import io.meproc.task.condition.Condition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.OrderedPSet;

/**
 * The consequences that the changes of an event have for other tasks. Only the dependents of a changed task are considered, and those
 * with a condition only when it has begun or ceased to be met. Since what follows changes tasks itself, this goes on in
 * rounds; it ends because dependencies have no cycles.
 */
final class Consequences {
    private final Transition transition;

    Consequences(Transition transition) {
        this.transition = transition;
    }

    /** @param before the tasks before the event */
    void carryOut(Tasks before) {
        Tasks earlier = before;
        Set<String> changed = transition.changedSince();
        while (!changed.isEmpty()) {
            Tasks now = transition.tasks();
            if (now.dependents().isEmpty() && earlier.dependents().isEmpty()) {
                return;
            }
            consider(affected(changed, earlier, now));
            earlier = now;
            changed = transition.changedSince();
        }
    }

    private void consider(Set<String> affected) {
        List<Task> tasks = affected.stream()
                .map(transition.tasks()::find)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing((Task task) -> task.lastAttempt().orElse(Instant.MIN))
                        .thenComparing(Task::identity))
                .toList();
        tasks.forEach(task -> new Losses(transition).review(task.name()));
        // A task that is to leave since this round has dependents whose losses come in the next one.
        tasks.stream().filter(Task::leaving).forEach(task -> leave(task.name()));
        tasks.forEach(task -> release(task.name()));
    }

    /** Stops a task whose turn has come. */
    private void leave(String name) {
        Task task = transition.tasks().find(name);
        if (task != null && task.leaving()) {
            StopOrder order = new StopOrder(transition.tasks());
            boolean waits = transition.draining() ? order.before(task).findAny().isPresent() : order.waitsOn(task);
            if (!waits) {
                transition.lifecycle().leave(task);
            }
        }
    }

    /** Starts a task whose dependencies allow it. */
    private void release(String name) {
        Task task = transition.tasks().find(name);
        if (task != null
                && task.waiting()
                && !task.leaving()
                && !transition.draining()
                && !new Waits(transition).blocked(task)) {
            transition.lifecycle().launch(task);
        }
    }

    /** The tasks for which a change may have consequences. */
    private Set<String> affected(Set<String> changed, Tasks before, Tasks after) {
        Set<String> affected = new LinkedHashSet<>();
        for (String name : changed) {
            Task then = before.find(name);
            Task now = after.find(name);
            if (now != null && concerned(now)) {
                affected.add(name);
            }
            flipped(name, before, after, affected);
            needed(then, after, affected);
            needed(now, after, affected);
            if (then != null && !after.dependents().byName(name).isEmpty() && frees(then, now)) {
                climb(name, after, affected);
            }
        }
        return affected;
    }

    private static boolean concerned(Task task) {
        return task.waiting() || task.leaving() || Losses.matter(task.definition());
    }

    /** Adds the tasks that are stopped after this one. */
    private static void needed(@Nullable Task task, Tasks tasks, Set<String> affected) {
        if (task != null) {
            task.definition()
                    .behaviour()
                    .needs()
                    .conditions()
                    .map(Condition::task)
                    .forEach(name -> {
                        Task needed = tasks.find(name);
                        if (needed != null && needed.leaving()) {
                            affected.add(name);
                        }
                    });
        }
    }

    private void flipped(String name, Tasks before, Tasks after, Set<String> affected) {
        Conditions then = new Conditions(before, transition.now());
        Conditions now = new Conditions(after, transition.now());
        for (Map.Entry<Condition, OrderedPSet<String>> each :
                after.dependents().byCondition(name).entrySet()) {
            if (then.met(each.getKey()) != now.met(each.getKey())) {
                affected.addAll(each.getValue());
            }
        }
    }

    /** Whether tasks that must not run beside this one may be able to start now. */
    private static boolean frees(Task then, @Nullable Task now) {
        return now == null
                || (blocks(then) && !blocks(now))
                || !then.definition().equals(now.definition());
    }

    private static boolean blocks(Task task) {
        return task.live() > 0 || task.waiting();
    }

    /** Adds the waiting tasks that reach this one through tasks that neither run nor wait. */
    private static void climb(String name, Tasks tasks, Set<String> affected) {
        Set<String> seen = new HashSet<>(Set.of(name));
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            for (String dependent : new ArrayList<>(tasks.dependents().byName(open.pop()))) {
                Task task = seen.add(dependent) ? tasks.find(dependent) : null;
                if (task != null && task.waiting()) {
                    affected.add(dependent);
                } else if (task != null && task.live() == 0) {
                    open.add(dependent);
                }
            }
        }
    }
}
