package io.meproc.process.spawn;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.meproc.linux.Abi;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;

/**
 * Ignores the signals that Java can't handle and that would end this process: the real-time signals of signal(7), for
 * which Java has no names, and SIGUSR2.
 *
 * <p>HotSpot uses SIGUSR2 to suspend threads for the Flight Recorder. When it is sent from outside, it arrives at the
 * first thread of the process, which is not a Java thread, and HotSpot's handler fails with SIGSEGV there.
 */
public final class IgnoredSignals {
    private static final int SIGUSR2 = 12;

    /** The first real-time signal of the kernel; the C library reserves the first two. */
    private static final int FIRST = 32;

    private static final int FIRST_FREE = 34;
    private static final int LAST = 64;
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    private static final int SA_RESTART = 0x1000_0000;
    private static final int SIGSET_BYTES = 8;

    // struct sigaction of glibc, and the larger of what the kernel's architectures have.
    private static final int ACTION_SIZE = 256;
    private static final int ACTION_FLAGS = 136;

    private IgnoredSignals() {}

    /** Ignores the signals, except those with a handler or already ignored; SIGUSR2 in any case. */
    public static void ignore(Abi abi) {
        // A function that does nothing, and not SIG_IGN, which programs started by ProcessBuilder would inherit.
        Pointer nothing = NativeLibrary.getProcess().getFunction("getppid");
        try (NativeBlock before = new NativeBlock(ACTION_SIZE);
                NativeBlock action = new NativeBlock(ACTION_SIZE)) {
            action.pointer().setPointer(0, nothing);
            action.pointer().setInt(ACTION_FLAGS, SA_RESTART);
            Syscalls.sigaction(SIGUSR2, action.pointer(), Pointer.NULL);
            for (int signal = FIRST_FREE; signal <= LAST; signal++) {
                Syscalls.sigaction(signal, Pointer.NULL, before.pointer());
                if (before.pointer().getLong(0) == SIG_DFL) {
                    Syscalls.sigaction(signal, action.pointer(), Pointer.NULL);
                }
            }
            action.pointer().clear(ACTION_SIZE);
            action.pointer().setLong(0, SIG_IGN);
            long call = SystemCall.RT_SIGACTION.number(abi);
            for (int signal = FIRST; signal < FIRST_FREE; signal++) {
                before.pointer().clear(ACTION_SIZE);
                Syscalls.syscall(call, signal, 0, before.address(), SIGSET_BYTES);
                if (before.pointer().getLong(0) == SIG_DFL) {
                    Syscalls.syscall(call, signal, action.address(), 0, SIGSET_BYTES);
                }
            }
        }
    }
}
