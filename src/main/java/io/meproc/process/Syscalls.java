package io.meproc.process;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The calls into glibc that start, watch and signal processes. Each has the name, the arguments and the result
 * of its manual page; where that speaks of errno, {@link Native#getLastError()} has it.
 */
final class Syscalls {
    static {
        Native.register(Syscalls.class, NativeLibrary.getProcess());
    }

    private Syscalls() {}

    /** The wrapper of glibc, which calls {@code entry} on the new stack. */
    static native int clone(Pointer entry, Pointer stack, int flags, Pointer argument);

    static native int pthread_sigmask(int how, Pointer set, Pointer old);

    static native Pointer mmap(Pointer address, long length, int protection, int flags, int descriptor, long offset);

    static native int mprotect(Pointer address, long length, int protection);

    static native long sysconf(int name);

    static native int munmap(Pointer address, long length);

    static native int waitid(int kind, int id, int[] info, int options);

    static native int wait4(int pid, int[] status, int options, long[] usage);

    /** For calls that glibc has no function for; the arguments that a call does not have are ignored. */
    static native long syscall(long number, long first, long second, long third, long fourth);

    static native int kill(int pid, int signal);

    static native int getpriority(int kind, int id);

    static native int getrlimit(int resource, long[] limit);

    static native int getpgid(int pid);

    static native int prctl(int option, long first, long second, long third, long fourth);

    static native int sigaction(int signal, Pointer action, Pointer old);

    static native int open(byte[] path, int flags, int mode);

    static native int fcntl(int descriptor, int command, int argument);

    static native int dup3(int descriptor, int place, int flags);

    static native int close(int descriptor);

    static native int pipe2(int[] ends, int flags);

    static native int poll(Pointer descriptors, long count, int millis);

    static native long read(int descriptor, Pointer bytes, long length);

    static native long write(int descriptor, int[] bytes, long length);

    static native int mkdir(byte[] path, int mode);

    static native int chmod(byte[] path, int mode);

    static native int chown(byte[] path, int user, int group);

    static native int fchmod(int descriptor, int mode);

    static native int fchown(int descriptor, int user, int group);

    static native String strerrorname_np(int errno);

    static native String strerrordesc_np(int errno);
}
