package io.meproc.task;

import io.meproc.task.exit.Requester;
import io.meproc.task.update.UpdateKind;
import org.jspecify.annotations.Nullable;

/**
 * An update in progress, as a store keeps it: the replacement of running processes, a few at a time.
 *
 * @param task the identity of the task, see {@link TaskRecord}
 * @param why the reason in words; empty if {@code kind} says it
 * @param all the replicas that are replaced in the course of the update
 * @param open those of them that have not been replaced by a process that is known to be good; none if the update is over
 * @param newest the newest incarnation at the beginning; a replica with a later run has been replaced
 * @param before the definition that comes back if the update fails; null if none does
 * @param by the sender of the request
 */
public record UpdateRecord(
        long task,
        UpdateKind kind,
        String why,
        Indices all,
        Indices open,
        long newest,
        @Nullable TaskDefinition before,
        Requester by) {

    /** The record of a task without an update. */
    static UpdateRecord over(long task) {
        return new UpdateRecord(task, UpdateKind.RESTART, "", Indices.NONE, Indices.NONE, 0, null, Requester.SERVICE);
    }

    public boolean over() {
        return open.count() == 0;
    }

    UpdateRecord open(Indices rest) {
        return new UpdateRecord(task, kind, why, all, rest, newest, before, by);
    }

    /** The same update of a task with other replicas, and with another definition to come back. */
    UpdateRecord within(int replicas, @Nullable TaskDefinition other) {
        return new UpdateRecord(task, kind, why, all.below(replicas), open.below(replicas), newest, other, by);
    }
}
