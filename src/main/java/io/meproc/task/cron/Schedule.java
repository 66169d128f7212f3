package io.meproc.task.cron;

/** When the fires of a task start runs, beside its pattern. */
public record Schedule() {
    public static final Schedule DEFAULT = new Schedule();
}
