package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a replica.
 *
 * @param task the name of the task
 * @param index 0 for the first replica
 */
public record ReplicaId(String task, int index) {

    /** The name of a replica in both APIs and in the log, such as {@code sleep1:0}. */
    public String alias() {
        return task + ":" + index;
    }

    /** The log file of the replica, relative to the log directory, with {@code /} between the parts. */
    public String logFile() {
        return task + "/" + index + ".log";
    }

    /** Written by hand for the reason given in {@link Run}. */
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
