package io.meproc.task.update;

/** Why processes are replaced. */
public enum UpdateKind {
    /** A request restarts the running replicas. */
    RESTART("rolling restart"),
    /** The task has another command. */
    CHANGE("update"),
    /** The command of before an update that has failed comes back. */
    ROLLBACK("rollback"),
    /** Meproc replaces replicas that should not continue, with the same command. */
    REPLACEMENT("replacement");

    private final String words;

    UpdateKind(String words) {
        this.words = words;
    }

    /** The name in the API and in messages. */
    public String words() {
        return words;
    }
}
