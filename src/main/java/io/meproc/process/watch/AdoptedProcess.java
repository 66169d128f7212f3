package io.meproc.process.watch;

import io.meproc.linux.Syscalls;
import io.meproc.process.scan.ProcFiles;
import io.meproc.task.exit.ExitStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that is not a child of this one. Its exit status is available after its own parent has reaped it, if the
 * kernel keeps it (PIDFD_GET_INFO, Linux 6.15).
 */
final class AdoptedProcess {
    /** The time in which its parent may reap it. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final ProcFiles.Stat process;
    private final int pidfd;
    private final Consumer<ExitStatus> ended;
    private @Nullable Long dead;

    private AdoptedProcess(ProcFiles.Stat process, int pidfd, Consumer<ExitStatus> ended) {
        this.process = process;
        this.pidfd = pidfd;
        this.ended = ended;
    }

    /**
     * Waits for the exit of a process.
     *
     * @param process identified by its pid and start time
     * @param ended called once, by the watcher's thread
     */
    static void follow(ExitWatcher watcher, ProcFiles.Stat process, Consumer<ExitStatus> ended) {
        int pidfd = watcher.descriptor(process.pid());
        if (pidfd != ExitWatcher.NONE && now(process) == null) {
            Syscalls.close(pidfd);
            pidfd = ExitWatcher.NONE;
        }
        watcher.watch(pidfd, new AdoptedProcess(process, pidfd, ended)::settled);
    }

    /** The current state of the process; null if it was reaped, also if a later process has its pid. */
    private static ProcFiles.@Nullable Stat now(ProcFiles.Stat process) {
        ProcFiles.Stat now = ProcFiles.stat(process.pid());
        return now == null || now.started() != process.started() ? null : now;
    }

    private boolean settled() {
        ProcFiles.Stat now = now(process);
        if (now != null && (now.alive() || !outOfPatience())) {
            return false;
        }
        ExitStatus status = pidfd == ExitWatcher.NONE ? null : Pidfd.status(pidfd);
        ended.accept(
                status == null
                        ? new ExitStatus.Unknown(
                                "the process was not a child of Meproc, and the kernel kept no exit status")
                        : status);
        return true;
    }

    private boolean outOfPatience() {
        if (dead == null) {
            dead = System.nanoTime();
        }
        return System.nanoTime() - dead > PATIENCE;
    }
}
