package io.meproc.linux;

import com.sun.jna.Native;

/** File descriptors. */
public final class Descriptors {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FIRST_FREE = 3;

    private Descriptors() {}

    /**
     * Moves a descriptor above those of the standard streams. A program that was started with closed standard streams
     * would otherwise open its own files under their numbers. Returns a negative number, with errno, if no descriptor
     * is free. If the descriptor changes, the caller's one is closed.
     */
    public static int aboveStandard(int descriptor) {
        if (descriptor < 0 || descriptor >= FIRST_FREE) {
            return descriptor;
        }
        int moved = Syscalls.fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_FREE);
        int errno = Native.getLastError();
        Syscalls.close(descriptor);
        Native.setLastError(errno);
        return moved;
    }
}
