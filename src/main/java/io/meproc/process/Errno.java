package io.meproc.process;

/** Numbers of errno(3), the same on every architecture of Linux that the native launcher knows. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int E2BIG = 7;
    static final int EBADF = 9;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENOTDIR = 20;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSYS = 38;
    static final int ELOOP = 40;

    private Errno() {}

    /** As people read it, {@code Permission denied (EACCES)}. */
    static String words(int errno) {
        String description = Syscalls.strerrordesc_np(errno);
        return description == null ? "error " + errno : description + " (" + name(errno) + ")";
    }

    /** Its symbol, {@code EACCES}. */
    static String name(int errno) {
        String name = Syscalls.strerrorname_np(errno);
        return name == null ? Integer.toString(errno) : name;
    }

    /** Whether it is about resources that others may give back in a moment. */
    static boolean passes(int errno) {
        return errno == EINTR || errno == EAGAIN || errno == ENOMEM || errno == EMFILE || errno == ENFILE;
    }
}
