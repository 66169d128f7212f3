package io.meproc.task.probe;

/** The probes of each run of a task. */
public record Probes() {
    public static final Probes DEFAULT = new Probes();
}
