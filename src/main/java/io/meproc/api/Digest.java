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
 * Collects changes until they are taken: every event, but only the latest state of each task. So a task with thousands of
 * replicas that start is written a few times and not thousands of times.
 */
public final class Digest {
    /** The changes since the last batch: events in order, the names of {@code removed} tasks, the current state of changed {@code tasks}. */
    public record Batch(TaskTable table, List<Happening> happenings, List<String> removed, List<Task> tasks) {
        /** The number of items to write; a task counts as its replicas in the summary. */
        public int size() {
            return happenings.size()
                    + removed.size()
                    + tasks.size()
                    + tasks.stream().mapToInt(Task::size).sum() / REPLICAS_A_TASK;
        }
    }

    private static final int REPLICAS_A_TASK = 16;

    private static final long MOMENT_MILLIS = 50;

    private final List<Happening> happenings = new ArrayList<>();
    private final Map<String, Optional<Task>> tasks = new LinkedHashMap<>();
    private final Vertx vertx;
    private final Runnable due;
    private TaskTable table;
    private boolean momentBegun;

    /**
     * An empty digest.
     *
     * @param table the table at the beginning
     * @param due called 50 ms after the first change of a batch, to take the batch
     */
    public Digest(Vertx vertx, TaskTable table, Runnable due) {
        this.vertx = vertx;
        this.table = table;
        this.due = due;
    }

    /** Adds the changes of one event. */
    public void add(Changes changes) {
        table = changes.table();
        for (TaskEvent news : changes.events()) {
            happenings.add(new Happening(table.revision(), changes.at(), table.node(), table.timeline(), news));
        }
        for (String name : changes.removed()) {
            tasks.put(name, Optional.empty());
        }
        for (Task task : changes.tasks()) {
            tasks.put(task.name(), Optional.of(task));
        }
        if (!momentBegun) {
            momentBegun = true;
            vertx.setTimer(MOMENT_MILLIS, timer -> {
                momentBegun = false;
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
        return happenings.isEmpty() && tasks.isEmpty();
    }

    /** Returns the collected changes, and begins a new batch. */
    public Batch take() {
        List<String> removed = tasks.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        List<Task> changed = tasks.values().stream().flatMap(Optional::stream).toList();
        Batch batch = new Batch(table, List.copyOf(happenings), removed, changed);
        happenings.clear();
        tasks.clear();
        return batch;
    }
}
