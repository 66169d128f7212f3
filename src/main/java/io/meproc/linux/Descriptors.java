package io.meproc.linux;

import com.sun.jna.Native;

/** Numbers of open files. */
public final class Descriptors {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FIRST_FREE = 3;

    private Descriptors() {}

    /**
     * The same file under a number above those of the standard streams, which a program that was started with them closed would
     * give to its own files; negative, with errno, if there is none. The caller's number is closed if it changes.
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
