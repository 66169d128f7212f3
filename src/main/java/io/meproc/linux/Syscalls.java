package io.meproc.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The functions of glibc that start, watch and signal processes. Each has the name, the arguments and the result of
 * its manual page; {@link Native#getLastError()} returns its errno.
 */
public final class Syscalls {
    static {
        Native.register(Syscalls.class, NativeLibrary.getProcess());
    }

    private Syscalls() {}

    /** The wrapper function of glibc, which calls {@code entry} on the new stack. */
    public static native int clone(Pointer entry, Pointer stack, int flags, Pointer argument);

    public static native int pthread_sigmask(int how, Pointer set, Pointer old);

    public static native Pointer mmap(
            Pointer address, long length, int protection, int flags, int descriptor, long offset);

    public static native int mprotect(Pointer address, long length, int protection);

    public static native long sysconf(int name);

    public static native int munmap(Pointer address, long length);

    public static native int waitid(int kind, int id, int[] info, int options);

    public static native int wait4(int pid, int[] status, int options, long[] usage);

    /** A system call without a function in glibc; arguments beyond those of the call are ignored. */
    public static native long syscall(long number, long first, long second, long third, long fourth);

    /** Returns only if it fails. */
    public static native int execv(byte[] path, Pointer arguments);

    public static native int kill(int pid, int signal);

    public static native int getpriority(int kind, int id);

    public static native int getrlimit(int resource, long[] limit);

    public static native int getpgid(int pid);

    public static native int prctl(int option, long first, long second, long third, long fourth);

    public static native int sigaction(int signal, Pointer action, Pointer old);

    public static native int open(byte[] path, int flags, int mode);

    public static native int fcntl(int descriptor, int command, int argument);

    public static native long lseek(int descriptor, long offset, int from);

    public static native int dup3(int descriptor, int place, int flags);

    public static native int close(int descriptor);

    public static native int poll(Pointer descriptors, long count, int millis);

    public static native int ioctl(int descriptor, long request, Pointer argument);

    public static native int eventfd(int value, int flags);

    public static native int eventfd_read(int descriptor, long[] value);

    public static native int eventfd_write(int descriptor, long value);

    public static native int epoll_create1(int flags);

    public static native int epoll_ctl(int epoll, int operation, int descriptor, Pointer event);

    public static native int epoll_wait(int epoll, Pointer events, int most, int millis);

    public static native int socket(int family, int type, int protocol);

    public static native int bind(int descriptor, Pointer address, int length);

    public static native int listen(int descriptor, int backlog);

    public static native int connect(int descriptor, Pointer address, int length);

    public static native int getsockname(int descriptor, Pointer address, int[] length);

    public static native int getsockopt(int descriptor, int level, int option, int[] value, int[] length);

    public static native int unlink(byte[] path);

    public static native int setsockopt(int descriptor, int level, int option, Pointer value, int length);

    public static native long send(int descriptor, Pointer bytes, long length, int flags);

    public static native long recvmsg(int descriptor, Pointer header, int flags);

    public static native long recv(int descriptor, Pointer bytes, long length, int flags);

    public static native int mkdir(byte[] path, int mode);

    public static native int chmod(byte[] path, int mode);

    public static native int chown(byte[] path, int user, int group);

    public static native int fchmod(int descriptor, int mode);

    public static native int fchown(int descriptor, int user, int group);

    public static native String strerrorname_np(int errno);

    public static native String strerrordesc_np(int errno);
}
