package io.meproc.task.limit;

/** The limits of the resources that all processes of a run may use together. */
public record Limits() {
    public static final Limits DEFAULT = new Limits();
}
