package io.meproc.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Replaces the program of this process, see execve(2): the process keeps its pid, so that its children stay its children and
 * their exit statuses stay complete. A shell in between would reap them.
 */
public final class OwnProgram {
    /** The same on every architecture; the flag is known since Linux 5.11. */
    private static final long CLOSE_RANGE = 436;

    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int FIRST = 3;
    private static final long LAST = 0xFFFF_FFFFL;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int SIG_SETMASK = 2;

    /** The size of a set of signals in glibc. */
    private static final int SIGNAL_SET = 128;

    private OwnProgram() {}

    /**
     * Executes a command with the environment of this process, without its open files beyond the standard ones, and with no
     * signal blocked, as the JVM blocks some in its threads. Returns the error number if that fails; files stay open then.
     *
     * @param command the path of the program and its arguments, one character for each byte
     */
    public static int replace(List<String> command) {
        closeOnExec();
        try (NativeBlock none = new NativeBlock(SIGNAL_SET);
                NativeBlock before = new NativeBlock(SIGNAL_SET)) {
            Syscalls.pthread_sigmask(SIG_SETMASK, none.pointer(), before.pointer());
            byte[] path = (command.get(0) + '\0').getBytes(StandardCharsets.ISO_8859_1);
            Pointer arguments = new StringArray(command.toArray(String[]::new), StandardCharsets.ISO_8859_1.name());
            Syscalls.execv(path, arguments);
            int errno = Native.getLastError();
            Syscalls.pthread_sigmask(SIG_SETMASK, before.pointer(), Pointer.NULL);
            return errno;
        }
    }

    private static void closeOnExec() {
        if (Syscalls.syscall(CLOSE_RANGE, FIRST, LAST, CLOSE_RANGE_CLOEXEC, 0) == 0) {
            return;
        }
        String[] open = new File("/proc/self/fd").list();
        for (String descriptor : open == null ? new String[0] : open) {
            int number = Integer.parseInt(descriptor);
            if (number >= FIRST) {
                Syscalls.fcntl(number, F_SETFD, FD_CLOEXEC);
            }
        }
    }
}
