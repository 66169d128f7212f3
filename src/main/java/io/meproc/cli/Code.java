package io.meproc.cli;

/** What the exit code of a command says. {@code run} has its task's instead, and for itself those from 125 on. */
final class Code {
    static final int DONE = 0;

    /** The service refused it, or it did not go well. */
    static final int FAILED = 1;

    /** The command line makes no sense. */
    static final int MISUSED = 2;

    /** There is no service, or what answers isn't one. */
    static final int UNREACHABLE = 3;

    /** No such task or replica. */
    static final int UNKNOWN = 4;

    /** Something stands against it: listed already, changed or removed by somebody else. */
    static final int CONFLICT = 5;

    /** Not done in the time that it may take. */
    static final int LATE = 6;

    /** {@code run} could not run it, or can't tell how it ended; as with env(1), timeout(1) and docker. */
    static final int NO_RUN = 125;

    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    /** As shells do: this plus the number of the signal. */
    static final int SIGNAL = 128;

    private Code() {}
}
