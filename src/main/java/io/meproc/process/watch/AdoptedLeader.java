package io.meproc.process.watch;

import com.sun.jna.Native;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import io.meproc.process.scan.ProcFiles;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A leader that is not a child of this process. After its own parent has reaped it, its exit status is available if the
 * kernel keeps it (PIDFD_GET_INFO, Linux 6.15); before that it is shown in proc(5). A parent may take seconds.
 */
public final class AdoptedLeader implements Leader {
    /** The time in which its parent may reap it. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private static final String NO_STATUS = "the process was not a child of Meproc, and the kernel kept no exit status";

    private final ProcFiles.Stat process;
    private final int pidfd;
    private @Nullable Long dead;
    private @Nullable Reaped end;

    private AdoptedLeader(ProcFiles.Stat process, int pidfd) {
        this.process = process;
        this.pidfd = pidfd;
    }

    /**
     * Opens a pidfd of the process, which is to be passed to {@link ExitWatcher#watch}.
     *
     * @param process identified by its pid and start time
     */
    public static AdoptedLeader open(ExitWatcher watcher, ProcFiles.Stat process) {
        int pidfd = watcher.descriptor(process.pid());
        if (pidfd != ExitWatcher.NONE && now(process) == null) {
            Syscalls.close(pidfd);
            pidfd = ExitWatcher.NONE;
        }
        return new AdoptedLeader(process, pidfd);
    }

    /** {@link ExitWatcher#NONE} without one. */
    public int pidfd() {
        return pidfd;
    }

    /** The current state of the process; null if it was reaped, also if a later process has its pid. */
    private static ProcFiles.@Nullable Stat now(ProcFiles.Stat process) {
        ProcFiles.Stat now = ProcFiles.stat(process.pid());
        return now == null || now.started() != process.started() ? null : now;
    }

    @Override
    public synchronized @Nullable Reaped end() {
        if (end == null) {
            ProcFiles.Stat now = now(process);
            if (now == null) {
                end = reaped(pidfd == ExitWatcher.NONE ? null : Pidfd.status(pidfd));
            } else if (!now.alive()) {
                Integer word = ProcFiles.exitWord(process.pid());
                if (word != null && there()) {
                    end = reaped(Reaper.status(word));
                } else if (deadFor(PATIENCE)) {
                    end = reaped(null);
                }
            }
        }
        return end;
    }

    private static Reaped reaped(@Nullable ExitStatus status) {
        return new Reaped(status == null ? new ExitStatus.Unknown(NO_STATUS) : status, null);
    }

    @Override
    public synchronized boolean awaitsReaping() {
        return end != null && there();
    }

    @Override
    public boolean there() {
        return now(process) != null;
    }

    @Override
    public synchronized int send(Signal signal) {
        if (end != null) {
            return 0;
        } else if (pidfd != ExitWatcher.NONE) {
            return Pidfd.send(pidfd, signal) == 0 ? 0 : Native.getLastError();
        }
        int once = there() ? Pidfd.open(process.pid()) : -1;
        if (once < 0) {
            return Errno.ESRCH;
        }
        try {
            return !there() || Pidfd.send(once, signal) == 0 ? 0 : Native.getLastError();
        } finally {
            Syscalls.close(once);
        }
    }

    /** Whether its end was seen this time ago. */
    private boolean deadFor(long nanos) {
        if (dead == null) {
            dead = System.nanoTime();
        }
        return System.nanoTime() - dead > nanos;
    }
}
