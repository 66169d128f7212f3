package io.meproc.process;

import io.meproc.task.Run;

/** The environment variable by which any process of a run can be recognised, whatever became of its parents. */
record Marker(String instanceId) {
    static final String VARIABLE = "MEPROC_REPLICA";

    /** The variable's value, {@code <instance>/<task>/<index>/<incarnation>}. */
    String value(Run run) {
        return instanceId + "/" + run.replica().task() + "/" + run.replica().index() + "/" + run.incarnation();
    }
}
