package io.meproc.api;

import io.meproc.task.Changes;
import io.meproc.task.Task;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskTable;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects changes into batches: every event, but only the latest state of each task. So a task of which thousands of
 * replicas start is written a few times, not thousands of times.
 */
public final class ChangeBatcher {
    /** The changes since the last batch: events in order, the names of {@code removed} tasks, the current state of changed {@code tasks}. */
    public record Batch(TaskTable table, List<EventMessage> events, List<String> removed, List<Task> tasks) {
        /** The number of items to write; a task counts as its replicas in the summary. */
        public int size() {
            return events.size()
                    + removed.size()
                    + tasks.size()
                    + tasks.stream().mapToInt(Task::size).sum() / REPLICAS_A_TASK;
        }
    }

    private static final int REPLICAS_A_TASK = 16;

    private static final long BATCH_MILLIS = 50;

    private final List<EventMessage> events = new ArrayList<>();
    private final Map<String, Optional<Task>> tasks = new LinkedHashMap<>();
    private final Vertx vertx;
    private final Runnable due;
    private TaskTable table;
    private boolean timerArmed;

    /**
     * An empty batcher.
     *
     * @param table the current table
     * @param due called 50 ms after the first change of a batch, to take the batch
     */
    public ChangeBatcher(Vertx vertx, TaskTable table, Runnable due) {
        this.vertx = vertx;
        this.table = table;
        this.due = due;
    }

    /** Adds the changes of one event. */
    public void add(Changes changes) {
        table = changes.table();
        for (TaskEvent event : changes.events()) {
            events.add(new EventMessage(table.revision(), changes.at(), table.node(), table.timeline(), event));
        }
        for (String name : changes.removed()) {
            tasks.put(name, Optional.empty());
        }
        for (Task task : changes.tasks()) {
            tasks.put(task.name(), Optional.of(task));
        }
        if (!timerArmed) {
            timerArmed = true;
            vertx.setTimer(BATCH_MILLIS, timer -> {
                timerArmed = false;
                due.run();
            });
        }
    }

    /** The current table. */
    public TaskTable table() {
        return table;
    }

    /** Whether there is no change to take. */
    public boolean isEmpty() {
        return events.isEmpty() && tasks.isEmpty();
    }

    /** Returns the collected changes, and begins a new batch. */
    public Batch drain() {
        List<String> removed = tasks.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        List<Task> changed = tasks.values().stream().flatMap(Optional::stream).toList();
        Batch batch = new Batch(table, List.copyOf(events), removed, changed);
        events.clear();
        tasks.clear();
        return batch;
    }
}
