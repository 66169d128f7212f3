package io.meproc.linux;

/** Numbers of errno(3), the same on every architecture of Linux that the native launcher knows. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int EADDRINUSE = 98;
    public static final int ECONNREFUSED = 111;

    private Errno() {}

    /** The description for messages: {@code Permission denied (EACCES)}. */
    public static String words(int errno) {
        String description = Syscalls.strerrordesc_np(errno);
        return description == null ? "error " + errno : description + " (" + name(errno) + ")";
    }

    /** The symbolic name: {@code EACCES}. */
    public static String name(int errno) {
        String name = Syscalls.strerrorname_np(errno);
        return name == null ? Integer.toString(errno) : name;
    }

    /** Whether a retry may succeed, because a resource is lacking at present. */
    public static boolean passes(int errno) {
        return errno == EINTR || errno == EAGAIN || errno == ENOMEM || errno == EMFILE || errno == ENFILE;
    }
}
