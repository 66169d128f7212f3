package io.meproc.process.watch;

import com.sun.jna.Pointer;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import org.jspecify.annotations.Nullable;

/** System calls on a pidfd, which never refers to a later process with the same pid; see pidfd_open(2). */
public final class Pidfd {
    // The same on every architecture. Since Linux 5.1 and 5.3.
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;

    // Since Linux 5.6.
    private static final long PIDFD_GETFD = 438;

    // struct pidfd_info of linux/pidfd.h: Linux 6.13, with the exit status of a reaped process 6.15.
    private static final long PIDFD_GET_INFO = 0xC040_FF0BL;
    private static final int INFO_SIZE = 64;
    private static final long INFO_EXIT = 1 << 3;
    private static final int INFO_EXIT_STATUS = 60;

    private Pidfd() {}

    /** Opens a descriptor with close-on-exec; -1 with errno if the process does not exist or the kernel refuses. */
    public static int open(int pid) {
        return (int) Syscalls.syscall(PIDFD_OPEN, pid, 0, 0, 0);
    }

    /** Duplicates a descriptor of the process, with close-on-exec; -1 with errno if the kernel refuses, see pidfd_getfd(2). */
    public static int duplicate(int pidfd, int descriptor) {
        return (int) Syscalls.syscall(PIDFD_GETFD, pidfd, descriptor, 0, 0);
    }

    /** Sends a signal; returns 0, or -1 with errno. */
    public static int send(int pidfd, Signal signal) {
        return (int) Syscalls.syscall(PIDFD_SEND_SIGNAL, pidfd, signal.number(), 0, 0);
    }

    /**
     * The exit status of a process that its parent has reaped; null before that, and if the kernel does not keep it.
     */
    static @Nullable ExitStatus status(int pidfd) {
        try (NativeBlock info = new NativeBlock(INFO_SIZE)) {
            return info(pidfd, info.pointer()) && (info.pointer().getLong(0) & INFO_EXIT) != 0
                    ? Reaper.status(info.pointer().getInt(INFO_EXIT_STATUS))
                    : null;
        }
    }

    private static boolean info(int pidfd, Pointer info) {
        info.setLong(0, INFO_EXIT);
        return Syscalls.ioctl(pidfd, PIDFD_GET_INFO, info) == 0;
    }
}
