package io.meproc.task;

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

    @Override
    public String toString() {
        return alias();
    }
}
