package io.meproc.process;

import com.sun.jna.Native;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.exit.Signal;

/**
 * Signals processes through {@link ProcessHandle}, which checks that a pid still refers to the same process, but
 * supports SIGTERM and SIGKILL only. Other signals are sent by kill(2) if it can be called.
 */
final class HandleSignals implements EscapedProcesses.Signalling {
    private final boolean nativeKill;

    /** @param nativeKill whether {@link Syscalls} is available */
    HandleSignals(boolean nativeKill) {
        this.nativeKill = nativeKill;
    }

    boolean knows(Signal signal) {
        return nativeKill || signal == Signal.TERM || signal == Signal.KILL;
    }

    @Override
    public void send(ScannedProcess process, Signal signal) {
        if (process.lives()) {
            ProcessHandle.of(process.pid()).ifPresent(handle -> send(handle, signal));
        }
    }

    @Override
    public boolean refused(int pid) {
        return nativeKill && Syscalls.kill(pid, 0) != 0 && Native.getLastError() == Errno.EPERM;
    }

    /** Sends a signal. A process that has ended, or may not be signalled, is skipped; the next check reports it. */
    void send(ProcessHandle process, Signal signal) {
        pass(process, signal);
        if (nativeKill && signal != Signal.KILL) {
            pass(process, Signal.CONT);
        }
    }

    /** Sends a signal, which must be supported, without any other action. */
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
