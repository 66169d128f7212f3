package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * The target of a request: a listed task, or one of its replicas.
 *
 * @param index the index of the replica; null for the whole task
 */
public record Target(String task, @Nullable Integer index, Expected expected) {

    public static Target task(String name) {
        return new Target(name, null, Expected.ANY);
    }

    public static Target replica(String name, int index) {
        return new Target(name, index, Expected.ANY);
    }

    /** The same target, on the condition that the task has this revision. */
    public Target at(long revision) {
        return new Target(task, index, new Expected.Revision(revision));
    }

    Span of(TaskDefinition definition) {
        return index == null ? Span.of(definition) : Span.only(index);
    }
}
