package io.meproc.task;

import io.meproc.task.condition.Condition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies between tasks. A dependency is a name or is in a condition. A name counts only while a task of that name is
 * listed, and it is transitive through listed tasks.
 */
final class Dependencies {
    private final Tasks tasks;

    Dependencies(Tasks tasks) {
        this.tasks = tasks;
    }

    /** The cycle that this definition would close, from its own name back to its own name. */
    Optional<List<String>> cycle(TaskDefinition definition) {
        Set<String> direct = needed(definition);
        if (!direct.contains(definition.name()) && !tasks.dependents().hasDependents(definition.name())) {
            return Optional.empty();
        }
        Map<String, String> cameFrom = new HashMap<>();
        Deque<TaskDefinition> open = new ArrayDeque<>(List.of(definition));
        while (!open.isEmpty()) {
            TaskDefinition at = open.pop();
            for (String dep : needed(at)) {
                if (dep.equals(definition.name())) {
                    return Optional.of(path(cameFrom, definition.name(), at.name()));
                }
                Task next = tasks.find(dep);
                if (next != null && cameFrom.putIfAbsent(dep, at.name()) == null) {
                    open.push(next.definition());
                }
            }
        }
        return Optional.empty();
    }

    /** The names of the tasks on which a definition depends, by name or by a condition. */
    static Set<String> needed(TaskDefinition definition) {
        Set<String> needed = new LinkedHashSet<>(definition.deps());
        definition.behaviour().needs().conditions().map(Condition::task).forEach(needed::add);
        return needed;
    }

    private static List<String> path(Map<String, String> cameFrom, String from, String last) {
        List<String> path = new ArrayList<>(List.of(from));
        for (@Nullable String name = last; name != null && !name.equals(from); name = cameFrom.get(name)) {
            path.add(0, name);
        }
        path.add(0, from);
        return path;
    }

    /**
     * The tasks that this one has to wait for: direct or indirect dependencies that have a live process or that wait
     * themselves. The dependencies of a waiting task are not followed, so that a long chain is not walked to its end
     * for each of its links.
     */
    List<String> blockers(Task task) {
        return blockers(task, Integer.MAX_VALUE);
    }

    /** Whether the task has to wait; stops at the first blocker. */
    boolean blocked(Task task) {
        return !blockers(task, 1).isEmpty();
    }

    /**
     * The daemons among the direct and indirect dependencies whose desired state is to run. The task may wait for
     * them forever.
     */
    List<String> daemons(TaskDefinition definition) {
        Set<String> seen = new LinkedHashSet<>(definition.deps());
        Deque<String> open = new ArrayDeque<>(seen);
        List<String> daemons = new ArrayList<>();
        while (!open.isEmpty()) {
            Task dep = tasks.find(open.pop());
            if (dep != null) {
                if (dep.definition().type() == TaskType.DAEMON && !dep.held()) {
                    daemons.add(dep.name());
                }
                dep.definition().deps().stream().filter(seen::add).forEach(open::add);
            }
        }
        return daemons;
    }

    private List<String> blockers(Task task, int atMost) {
        List<String> blockers = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>(List.of(task.name()));
        Deque<String> open = new ArrayDeque<>(task.definition().deps());
        while (!open.isEmpty() && blockers.size() < atMost) {
            String name = open.pop();
            Task dep = seen.add(name) ? tasks.find(name) : null;
            if (dep != null) {
                if (dep.live() > 0 || dep.waiting()) {
                    blockers.add(name);
                }
                if (!dep.waiting()) {
                    open.addAll(dep.definition().deps());
                }
            }
        }
        return blockers;
    }
}
