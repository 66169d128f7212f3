package io.meproc.process;

import java.util.Arrays;

/**
 * Recognises a new process between clone(2) and execve(2). It shares the memory of the supervisor, so that /proc shows the
 * supervisor's own environment and command line for it; it is the first process of a run that nobody knows yet.
 */
final class Unborn {
    private final byte[] environment;
    private final byte[] commandLine;

    /** Of the children of this process. */
    Unborn() {
        int self = (int) ProcessHandle.current().pid();
        this.environment = ProcFiles.environment(self);
        this.commandLine = ProcFiles.commandLine(self);
    }

    /** Whether this is one, judged by the environment that it was seen with. */
    boolean is(int pid, byte[] seen) {
        return Arrays.equals(seen, environment) && Arrays.equals(ProcFiles.commandLine(pid), commandLine);
    }
}
