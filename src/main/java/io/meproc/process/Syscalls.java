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

    static native int posix_spawn(
            Pointer pid, Pointer path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    /** Since glibc 2.34. */
    static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int first);

    static native int waitid(int kind, int id, Pointer info, int options);

    static native int kill(int pid, int signal);

    static native int getpgid(int pid);

    static native int prctl(int option, long first, long second, long third, long fourth);

    static native int sigaction(int signal, Pointer action, Pointer old);

    static native int open(byte[] path, int flags, int mode);

    static native int fcntl(int descriptor, int command, int argument);

    static native int close(int descriptor);

    static native int mkdir(byte[] path, int mode);

    static native String strerrorname_np(int errno);

    static native String strerrordesc_np(int errno);
}
