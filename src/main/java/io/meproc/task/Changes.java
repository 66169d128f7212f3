package io.meproc.task;

import java.time.Instant;
import java.util.List;

/**
 * The changes that one event made, for readers that follow the table.
 *
 * @param at when the event happened
 * @param table the table after the event
 * @param tasks the changed tasks, in their new state
 * @param removed names of the tasks that are no longer listed
 * @param events the reported events, in order
 */
public record Changes(Instant at, TaskTable table, List<Task> tasks, List<String> removed, List<TaskEvent> events) {
    /** Whether the event made any change that readers can see. */
    public boolean any() {
        return !tasks.isEmpty() || !removed.isEmpty() || !events.isEmpty();
    }
}
