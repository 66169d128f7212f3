package io.meproc.task;

import java.time.Instant;
import java.util.List;

/**
 * What one event has changed, for those who follow the table.
 *
 * @param at when
 * @param table what it led to
 * @param tasks those that are not what they were, as they are now
 * @param removed names of the tasks that are listed no more
 * @param news what was told, in order
 */
public record Changes(Instant at, TaskTable table, List<Task> tasks, List<String> removed, List<TaskEvent> news) {
    /** Whether anything is worth telling. */
    public boolean any() {
        return !tasks.isEmpty() || !removed.isEmpty() || !news.isEmpty();
    }
}
