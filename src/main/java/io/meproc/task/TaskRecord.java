package io.meproc.task;

/**
 * The definition and the desired state of a task.
 *
 * @param identity the revision with which the task was listed; no two tasks have the same, not even two of the same
 * name
 * @param revision the revision with which this record was last changed
 * @param stopped the replicas that stay stopped until a request starts them
 * @param removing whether the task is forgotten as soon as its processes have ended
 */
public record TaskRecord(long identity, TaskDefinition definition, long revision, Indices stopped, boolean removing) {
    TaskRecord with(TaskDefinition wanted) {
        return new TaskRecord(identity, wanted, revision, stopped, removing);
    }

    TaskRecord revised(long next) {
        return new TaskRecord(identity, definition, next, stopped, removing);
    }

    TaskRecord with(Indices held) {
        return new TaskRecord(identity, definition, revision, held, removing);
    }

    TaskRecord removed() {
        return new TaskRecord(identity, definition, revision, stopped, true);
    }
}
