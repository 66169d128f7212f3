package io.meproc.cli;

/**
 * The exit codes of the client. {@code run} exits with the code of its task, and uses codes from 125 on for its own
 * failures.
 */
final class Code {
    static final int DONE = 0;

    /** The service refused the request, or the result is a failure. */
    static final int FAILED = 1;

    /** The command line is invalid. */
    static final int MISUSED = 2;

    /** No service answers, or the server is not a Meproc. */
    static final int UNREACHABLE = 3;

    /** The task or replica does not exist. */
    static final int UNKNOWN = 4;

    /** The task is already listed, or another request has changed or removed it. */
    static final int CONFLICT = 5;

    /** The request was not completed within its time limit. */
    static final int LATE = 6;

    /**
     * {@code run} could not run the command or does not know its end; the codes are those of env(1), timeout(1) and
     * docker.
     */
    static final int NO_RUN = 125;

    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    /** The base of the codes for signals, as in shells: 128 plus the number of the signal. */
    static final int SIGNAL = 128;

    private Code() {}
}
