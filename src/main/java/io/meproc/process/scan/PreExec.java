package io.meproc.process.scan;

import java.util.Arrays;

/**
 * Recognises a new process between clone(2) and execve(2). It shares the memory of the supervisor, so /proc shows the
 * supervisor's environment and command line for it. It is the leader of a run that is not known yet.
 */
public final class PreExec {
    private final byte[] environment;
    private final byte[] commandLine;

    /** Recognises children of this process. */
    public PreExec() {
        int self = (int) ProcessHandle.current().pid();
        this.environment = ProcFiles.environment(self);
        this.commandLine = ProcFiles.commandLine(self);
    }

    /** Whether a process is one, by the environment that was read of it. */
    boolean is(int pid, byte[] seen) {
        return Arrays.equals(seen, environment) && Arrays.equals(ProcFiles.commandLine(pid), commandLine);
    }
}
