package io.meproc.task.condition;

/** The conditions that other tasks must meet before a task starts. */
public record Needs() {
    public static final Needs DEFAULT = new Needs();
}
