package io.meproc.process;

import io.meproc.task.ExitStatus;
import io.meproc.task.Run;
import io.meproc.task.Signal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as Java knows it: a process, and those of its descendants that it had when it was signalled. What a
 * process leaves behind when it ends by itself, Java can't find.
 */
final class PortableRun {
    private final Run run;
    private final Process process;
    private final Set<ProcessHandle> descendants = new HashSet<>();
    private @Nullable ExitStatus status;
    private boolean gone;

    PortableRun(Run run, Process process) {
        this.run = run;
        this.process = process;
    }

    Run run() {
        return run;
    }

    Process process() {
        return process;
    }

    /**
     * How the process ended; null while it lives. Java gives an end by signal n as code 128 + n, which a
     * program may choose as well, so it stays a code.
     */
    synchronized @Nullable ExitStatus status() {
        return status;
    }

    synchronized Change settle() {
        boolean leaderLived = status == null;
        if (leaderLived && !process.isAlive()) {
            status = new ExitStatus.Exited(process.exitValue());
        }
        if (status == null || gone) {
            return Change.NONE;
        }
        gone = descendants.stream().noneMatch(ProcessHandle::isAlive);
        return gone ? Change.GONE : leaderLived ? Change.LEADER_ENDED : Change.NONE;
    }

    synchronized void send(Signal signal) {
        process.descendants().forEach(descendants::add);
        end(process.toHandle(), signal);
        descendants.forEach(descendant -> end(descendant, signal));
    }

    /** False means that it has ended already, or may not be signalled; the next look tells. */
    private static boolean end(ProcessHandle process, Signal signal) {
        return switch (signal) {
            case TERM -> process.destroy();
            case KILL -> process.destroyForcibly();
        };
    }
}
