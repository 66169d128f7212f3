package io.meproc.task;

/**
 * What is asked for of a task: the part that does not depend on what its processes do.
 *
 * @param identity the revision with which it was listed; no two tasks have the same, not even two of one name
 * @param revision the revision with which this record was last changed
 * @param stopped the replicas that are to stay stopped until somebody starts them
 * @param removing whether it is to be forgotten as soon as nothing of it is left
 */
record TaskRecord(long identity, TaskDefinition definition, long revision, Indices stopped, boolean removing) {
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
