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
 * Gathers the changes of a moment until somebody takes them: of the news each one, of the tasks only how they are in the end. A task of
 * thousands of replicas that all start is written a few times then, and not thousands of times.
 */
public final class Digest {
    /** What has happened since the last time. {@code removed} are listed no more; {@code tasks} are as they are now. */
    public record Batch(TaskTable table, List<Happening> happenings, List<String> removed, List<Task> tasks) {
        /** How much there is to write: the replicas of a task are counted for its summary. */
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
     * An empty one.
     *
     * @param table as it is at the beginning
     * @param due is called a moment after something came in, to take it
     */
    public Digest(Vertx vertx, TaskTable table, Runnable due) {
        this.vertx = vertx;
        this.table = table;
        this.due = due;
    }

    /** Takes them in. */
    public void add(Changes changes) {
        table = changes.table();
        for (TaskEvent news : changes.news()) {
            happenings.add(new Happening(table.revision(), changes.at(), table.timeline(), news));
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

    /** The table as it is now. */
    public TaskTable table() {
        return table;
    }

    /** Whether there is nothing to take. */
    public boolean isEmpty() {
        return happenings.isEmpty() && tasks.isEmpty();
    }

    /** All of it, once. */
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
