package io.meproc.task.probe;

/** The conclusion of the probes of a run so far; each constant includes the ones before. */
public enum Concluded {
    NOTHING,
    /** Its startup probe has passed. */
    STARTED,
    READY
}
