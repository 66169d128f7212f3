package io.meproc.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tasks by name, in the order in which they came; immutable, and cheap to copy with one task changed. */
final class Tasks {
    static final Tasks NONE = new Tasks(Map.of(), Chunks.of(0, i -> null), Set.of());

    private final Map<String, Integer> slots;
    private final Chunks<Task> tasks;
    private final Set<String> waiting;

    private Tasks(Map<String, Integer> slots, Chunks<Task> tasks, Set<String> waiting) {
        this.slots = slots;
        this.tasks = tasks;
        this.waiting = waiting;
    }

    int size() {
        return tasks.size();
    }

    Stream<Task> stream() {
        return tasks.stream();
    }

    @Nullable
    Task find(String name) {
        Integer slot = slots.get(name);
        return slot == null ? null : tasks.get(slot);
    }

    /** The names of the tasks that wait for others, in the order in which they began to. */
    List<String> waiting() {
        return List.copyOf(waiting);
    }

    /** With {@code task} in place of the one of the same name, or behind all others. */
    Tasks with(Task task) {
        Integer slot = slots.get(task.name());
        if (slot != null) {
            return new Tasks(
                    slots,
                    tasks.with(slot, task),
                    waiting(task.name(), task.standing().waiting()));
        }
        Map<String, Integer> more = new HashMap<>(slots);
        more.put(task.name(), tasks.size());
        return new Tasks(
                more, tasks.plus(task), waiting(task.name(), task.standing().waiting()));
    }

    Tasks without(String name) {
        List<Task> rest = new ArrayList<>(tasks.size());
        Map<String, Integer> places = new HashMap<>();
        tasks.stream().filter(task -> !task.name().equals(name)).forEach(task -> {
            places.put(task.name(), rest.size());
            rest.add(task);
        });
        return new Tasks(places, Chunks.of(rest.size(), rest::get), waiting(name, false));
    }

    private Set<String> waiting(String name, boolean waits) {
        if (waiting.contains(name) == waits) {
            return waiting;
        }
        Set<String> copy = new LinkedHashSet<>(waiting);
        if (waits) {
            copy.add(name);
        } else {
            copy.remove(name);
        }
        return copy;
    }
}
