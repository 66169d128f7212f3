package io.meproc.task.update;

/** How the processes of a task are replaced by those of a restart or of another definition. */
public record Updates() {
    public static final Updates DEFAULT = new Updates();
}
