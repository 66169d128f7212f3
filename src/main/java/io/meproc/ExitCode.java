package io.meproc;

/** The exit codes of the service. */
final class ExitCode {
    /** It ended by request, and no process is left. */
    static final int DONE = 0;

    /** It could not start, for example because the address is in use. */
    static final int NOT_STARTED = 1;

    /** The command line or the configuration is invalid. */
    static final int MISUSED = 2;

    private ExitCode() {}
}
