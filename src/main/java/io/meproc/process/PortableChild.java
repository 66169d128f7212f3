package io.meproc.process;

import io.meproc.process.scan.ProcFiles;
import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Usage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run in Java's terms: a process, and the descendants that it had when it was signalled. Java can't find processes
 * that outlive it; a {@code ProcessScanner} does, if there is one.
 */
final class PortableChild implements Child {
    private static final Logger LOG = LoggerFactory.getLogger(PortableChild.class);

    private final Run run;
    private final Process process;
    private final HandleSignals signals;
    private final Set<ProcessHandle> descendants = new HashSet<>();
    private @Nullable ExitStatus status;
    private boolean empty;

    PortableChild(Run run, Process process, HandleSignals signals) {
        this.run = run;
        this.process = process;
        this.signals = signals;
    }

    @Override
    public Run run() {
        return run;
    }

    @Override
    public int pid() {
        return (int) process.pid();
    }

    Process process() {
        return process;
    }

    /**
     * The exit status of the process. Java reports an end by signal n as code 128 + n, which a program may choose as
     * well, so it stays a code.
     */
    @Override
    public synchronized @Nullable ExitStatus status() {
        return status;
    }

    /** Java does not report usage. */
    @Override
    public @Nullable Usage usage() {
        return null;
    }

    @Override
    public synchronized Change settle() {
        boolean leaderLived = status == null;
        if (leaderLived && !process.isAlive()) {
            status = new ExitStatus.Exited(process.exitValue());
        }
        if (status == null || empty) {
            return Change.NONE;
        }
        empty = descendants.stream().noneMatch(PortableChild::lives);
        return empty ? Change.EMPTY : leaderLived ? Change.LEADER_ENDED : Change.NONE;
    }

    /** Whether a process lives; Java treats a zombie as alive. */
    private static boolean lives(ProcessHandle process) {
        ProcFiles.Stat stat = process.isAlive() ? ProcFiles.stat((int) process.pid()) : null;
        return process.isAlive() && (stat == null || stat.alive());
    }

    @Override
    public synchronized boolean send(Signal signal) {
        process.descendants().forEach(descendants::add);
        signals.send(process.toHandle(), signal);
        descendants.forEach(descendant -> signals.send(descendant, signal));
        return !process.isAlive() || !signals.refused(pid());
    }

    @Override
    public synchronized void sendToLeader(Signal signal) {
        signals.send(process.toHandle(), signal);
    }

    @Override
    public synchronized void pass(Signal signal) {
        if (!signals.knows(signal)) {
            LOG.warn("Signal {} can't be sent to {} by the portable launcher here", signal, run.replica());
            return;
        }
        signals.pass(process.toHandle(), signal);
        process.descendants().forEach(descendant -> signals.pass(descendant, signal));
    }
}
