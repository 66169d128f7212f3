package io.meproc;

/** What the program's own exit code means. */
final class ExitCode {
    /** It ended as it was asked to, and left nothing behind. */
    static final int DONE = 0;

    /** It could not start: the address is taken, say. */
    static final int NOT_STARTED = 1;

    /** The command line or the configuration is wrong. */
    static final int MISUSED = 2;

    private ExitCode() {}
}
