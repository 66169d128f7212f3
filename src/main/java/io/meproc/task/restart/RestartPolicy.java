package io.meproc.task.restart;

/** When a replica is started again after the end of a run. */
public record RestartPolicy() {
    public static final RestartPolicy DEFAULT = new RestartPolicy();
}
