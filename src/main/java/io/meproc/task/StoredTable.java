package io.meproc.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a store has kept from an earlier service process. Instants are wall-clock time.
 *
 * @param tasks in the order in which they were listed
 * @param incarnations the incarnation of the newest run, and the newest revision; 0 without any
 * @param boot whether the earlier service process ran since the last boot of the machine; false without an earlier one
 * @param latest the time of the latest change that was kept; null without any
 */
public record StoredTable(
        List<StoredTask> tasks,
        long incarnations,
        boolean boot,
        @Nullable Instant latest) {
    /** The table of a new store. */
    public static final StoredTable NONE = new StoredTable(List.of(), 0, false, null);

    public StoredTable {
        tasks = List.copyOf(tasks);
    }

    /**
     * A task that a store has kept.
     *
     * @param replicas in the order of their index; a replica without a record has never been started
     * @param update the update that was in progress; null without one
     */
    public record StoredTask(
            TaskRecord record,
            TaskTimes times,
            List<ReplicaRecord> replicas,
            @Nullable UpdateRecord update) {
        /** A task without an update. */
        public StoredTask(TaskRecord record, TaskTimes times, List<ReplicaRecord> replicas) {
            this(record, times, replicas, null);
        }

        public StoredTask {
            replicas = List.copyOf(replicas);
        }
    }
}
