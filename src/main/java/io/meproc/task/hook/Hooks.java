package io.meproc.task.hook;

/** The targets that are notified of the events of a task. */
public record Hooks() {
    public static final Hooks DEFAULT = new Hooks();
}
