package io.meproc.process;

/** No process came to be. */
final class SpawnException extends Exception {
    private final String reason;

    SpawnException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Which step failed and why, for the operator's eyes. */
    String reason() {
        return reason;
    }
}
