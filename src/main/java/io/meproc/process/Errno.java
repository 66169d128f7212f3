package io.meproc.process;

/** Numbers of errno(3), the same on every architecture of Linux that the native launcher knows. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int E2BIG = 7;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;
    static final int EEXIST = 17;
    static final int ELOOP = 40;

    private Errno() {}

    /** As people read it, {@code Permission denied (EACCES)}. */
    static String words(int errno) {
        String description = Syscalls.strerrordesc_np(errno);
        String name = Syscalls.strerrorname_np(errno);
        return description == null || name == null ? "error " + errno : description + " (" + name + ")";
    }
}
