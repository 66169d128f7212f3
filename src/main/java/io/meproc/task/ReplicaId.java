package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * One of the identical processes of a task.
 *
 * @param task the task's name
 * @param index 0 for the first replica
 */
public record ReplicaId(String task, int index) {

    /** The name by which people and clients of the original know a replica, {@code sleep1:0}. */
    public String alias() {
        return task + ":" + index;
    }

    /** Where the replica's output goes, relative to the log directory and with {@code /} between the parts. */
    public String logFile() {
        return task + "/" + index + ".log";
    }

    /** By hand for the reason that {@link Run} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReplicaId id && index == id.index && task.equals(id.task);
    }

    @Override
    public int hashCode() {
        return 31 * task.hashCode() + index;
    }

    @Override
    public String toString() {
        return alias();
    }
}
