package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about: a listed task, or one of its replicas.
 *
 * @param index of the replica; null for all of the task
 * @param expected the revision that the task must have, see {@link Task#revision()}; null for any
 */
public record Target(
        String task, @Nullable Integer index, @Nullable Long expected) {

    public static Target task(String name) {
        return new Target(name, null, null);
    }

    public static Target replica(String name, int index) {
        return new Target(name, index, null);
    }

    /** The same, but only if the task has this revision. */
    public Target at(long revision) {
        return new Target(task, index, revision);
    }

    Span of(TaskDefinition definition) {
        return index == null ? Span.of(definition) : Span.only(index);
    }
}
