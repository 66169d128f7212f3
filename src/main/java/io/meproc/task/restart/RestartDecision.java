package io.meproc.task.restart;

/** The decision of the restart policy about an end, apart from its limit. */
public enum RestartDecision {
    RESTARTS,
    /** The run succeeded, and the policy restarts failures only. */
    SUCCEEDED,
    /** The exit status is one that prevents a restart. */
    PREVENTED,
    /** The policy restarts nothing. */
    NEVER
}
