package io.meproc.logs;

/** A run that is not, or no longer, known; the message is for the user. */
final class UnknownRunException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownRunException(String message) {
        super(message);
    }
}
