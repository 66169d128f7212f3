package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about: a listed task, or one of its replicas.
 *
 * @param index of the replica; null for all of the task
 */
public record Target(String task, @Nullable Integer index, Expected expected) {

    public static Target task(String name) {
        return new Target(name, null, Expected.ANY);
    }

    public static Target replica(String name, int index) {
        return new Target(name, index, Expected.ANY);
    }

    /** The same, but only if the task has this revision. */
    public Target at(long revision) {
        return new Target(task, index, new Expected.Revision(revision));
    }

    Span of(TaskDefinition definition) {
        return index == null ? Span.of(definition) : Span.only(index);
    }
}
