package io.meproc.process;

import com.sun.jna.Native;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import io.meproc.task.exit.Signal;

/**
 * Signals processes through {@link ProcessHandle}, which makes sure that a pid still means the same process, but knows
 * SIGTERM and SIGKILL only; other signals go through kill(2) where that can be called.
 */
final class HandleSignals implements Outsiders.Signalling {
    private final boolean nativeKill;

    /** @param nativeKill whether {@link Syscalls} works here */
    HandleSignals(boolean nativeKill) {
        this.nativeKill = nativeKill;
    }

    boolean knows(Signal signal) {
        return nativeKill || signal == Signal.TERM || signal == Signal.KILL;
    }

    @Override
    public void send(Found process, Signal signal) {
        if (process.lives()) {
            ProcessHandle.of(process.pid()).ifPresent(handle -> send(handle, signal));
        }
    }

    @Override
    public boolean refused(int pid) {
        return nativeKill && Syscalls.kill(pid, 0) != 0 && Native.getLastError() == Errno.EPERM;
    }

    /** A process that has ended already, or may not be signalled, is passed over; the next look tells. */
    void send(ProcessHandle process, Signal signal) {
        pass(process, signal);
        if (nativeKill && signal != Signal.KILL) {
            pass(process, Signal.CONT);
        }
    }

    /** The signal and nothing else; it must be one that is known. */
    void pass(ProcessHandle process, Signal signal) {
        if (signal == Signal.KILL) {
            process.destroyForcibly();
        } else if (!nativeKill) {
            process.destroy();
        } else if (process.isAlive()) {
            Syscalls.kill((int) process.pid(), signal.number());
        }
    }
}
