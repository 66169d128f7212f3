package io.meproc.process;

import com.sun.jna.Native;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.process.watch.Pidfd;
import io.meproc.task.exit.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals a process by a pidfd, see pidfd_open(2): while it is open, the pid can't be reused, and the start time
 * shows whether it refers to the right process.
 */
final class PidfdSignals implements EscapedProcesses.Signalling {
    private static final Logger LOG = LoggerFactory.getLogger(PidfdSignals.class);

    @Override
    public void send(ScannedProcess process, Signal signal) {
        int descriptor = Pidfd.open(process.pid());
        if (descriptor < 0) {
            complain(process, signal);
            return;
        }
        try {
            if (process.lives() && Pidfd.send(descriptor, signal) != 0) {
                complain(process, signal);
            } else if (signal != Signal.KILL) {
                Pidfd.send(descriptor, Signal.CONT);
            }
        } finally {
            Syscalls.close(descriptor);
        }
    }

    @Override
    public boolean refused(int pid) {
        return Syscalls.kill(pid, 0) != 0 && Native.getLastError() == Errno.EPERM;
    }

    private static void complain(ScannedProcess process, Signal signal) {
        int errno = Native.getLastError();
        if (errno != Errno.ESRCH) {
            LOG.warn(
                    "Signal {} did not reach process {} of {}: {}",
                    signal,
                    process.leftover(false).words(),
                    process.run().replica(),
                    Errno.words(errno));
        }
    }
}
