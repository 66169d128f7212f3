package io.meproc.process;

import io.meproc.process.scan.ProcFiles;
import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Usage;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
    private final int pid;

    /** Null if it was reaped before its run was adopted. */
    private final @Nullable ProcessHandle process;

    private final Supplier<@Nullable ExitStatus> end;
    private final CompletableFuture<?> exit;
    private final HandleSignals signals;
    private final Set<ProcessHandle> descendants = new HashSet<>();
    private @Nullable ExitStatus status;
    private boolean empty;

    /**
     * @param end returns the exit status of the leader; null while it lives
     * @param exit completed when the leader has ended
     */
    PortableChild(
            Run run,
            int pid,
            @Nullable ProcessHandle process,
            Supplier<@Nullable ExitStatus> end,
            CompletableFuture<?> exit,
            HandleSignals signals) {
        this.run = run;
        this.pid = pid;
        this.process = process;
        this.end = end;
        this.exit = exit;
        this.signals = signals;
    }

    /** A child of this JVM. */
    static PortableChild of(Run run, Process process, HandleSignals signals) {
        return new PortableChild(
                run,
                (int) process.pid(),
                process.toHandle(),
                () -> process.isAlive() ? null : new ExitStatus.Exited(process.exitValue()),
                process.onExit(),
                signals);
    }

    /** Adds a process that a signal is to reach. */
    synchronized void include(ProcessHandle process) {
        descendants.add(process);
    }

    @Override
    public Run run() {
        return run;
    }

    @Override
    public int pid() {
        return pid;
    }

    /** Completed when the leader has ended. */
    CompletableFuture<?> exit() {
        return exit;
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
        if (leaderLived) {
            status = end.get();
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
        if (process != null) {
            process.descendants().forEach(descendants::add);
            signals.send(process, signal);
        }
        descendants.forEach(descendant -> signals.send(descendant, signal));
        return process == null || !process.isAlive() || !signals.refused(pid());
    }

    @Override
    public synchronized void sendToLeader(Signal signal) {
        if (process != null) {
            signals.send(process, signal);
        }
    }

    @Override
    public synchronized void pass(Signal signal) {
        if (!signals.knows(signal)) {
            LOG.warn("Signal {} can't be sent to {} by the portable launcher here", signal, run.replica());
            return;
        }
        if (process == null) {
            return;
        }
        signals.pass(process, signal);
        process.descendants().forEach(descendant -> signals.pass(descendant, signal));
    }

    @Override
    public synchronized void passToLeader(Signal signal) {
        if (!signals.knows(signal)) {
            LOG.warn("Signal {} can't be sent to {} by the portable launcher here", signal, run.replica());
        } else if (process != null) {
            signals.pass(process, signal);
        }
    }
}
