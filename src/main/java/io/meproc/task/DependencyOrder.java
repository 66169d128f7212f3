package io.meproc.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order of some tasks in which each one comes after those on which it depends. */
final class DependencyOrder {
    private DependencyOrder() {}

    /** The same names in order of start; names of tasks that are not listed depend on nothing. */
    static List<String> ofStarts(Collection<String> names, Tasks tasks) {
        Map<String, Integer> open = new HashMap<>();
        names.forEach(name -> open.put(name, 0));
        Map<String, List<String>> dependents = new HashMap<>();
        for (String name : names) {
            Task task = tasks.find(name);
            for (String needed : task == null ? Set.<String>of() : Dependencies.needed(task.definition())) {
                if (open.containsKey(needed)) {
                    dependents
                            .computeIfAbsent(needed, none -> new ArrayList<>())
                            .add(name);
                    open.merge(name, 1, Integer::sum);
                }
            }
        }
        Deque<String> ready = new ArrayDeque<>();
        names.stream().filter(name -> open.getOrDefault(name, 0) == 0).forEach(ready::add);
        List<String> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            String name = ready.remove();
            order.add(name);
            for (String dependent : dependents.getOrDefault(name, List.of())) {
                if (open.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        return order;
    }

    /** The same names in order of stop. */
    static List<String> ofStops(Collection<String> names, Tasks tasks) {
        List<String> order = new ArrayList<>(ofStarts(names, tasks));
        Collections.reverse(order);
        return order;
    }
}
