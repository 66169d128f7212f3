package io.meproc.process;

import com.sun.jna.Native;
import io.meproc.task.ExitStatus;
import io.meproc.task.Run;
import io.meproc.task.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run as the kernel knows it: a leader, whose pid is also the number of a process group. Looking for its end
 * and signalling it exclude each other, so that no signal goes to a number that means something else by now.
 */
final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final int SIGCONT = 18;

    private final Run run;
    private final int pid;
    private @Nullable ExitStatus status;
    private boolean gone;

    Child(Run run, int pid) {
        this.run = run;
        this.pid = pid;
    }

    Run run() {
        return run;
    }

    int pid() {
        return pid;
    }

    /** How the leader ended; null while it lives. */
    synchronized @Nullable ExitStatus status() {
        return status;
    }

    /** Reaps the leader if it has ended, and looks whether anything is left. */
    synchronized Change settle(Death death) {
        boolean leaderLived = status == null;
        if (leaderLived) {
            status = death.reap(pid);
        }
        if (status == null || gone) {
            return Change.NONE;
        }
        gone = !groupExists() || !numberIsOurs();
        if (!gone) {
            death.reapOrphans(pid);
            gone = !groupExists();
        }
        return gone ? Change.GONE : leaderLived ? Change.LEADER_ENDED : Change.NONE;
    }

    /** Signals every process of the group. A stopped one is woken, since it could not act on SIGTERM. */
    synchronized void send(Signal signal) {
        if (gone || (status != null && !numberIsOurs())) {
            return;
        }
        if (Syscalls.kill(-pid, signal.number()) != 0 && Native.getLastError() != Errno.ESRCH) {
            LOG.warn(
                    "Signal {} did not reach {} (process group {}): {}",
                    signal,
                    run.replica(),
                    pid,
                    Errno.words(Native.getLastError()));
        }
        if (signal == Signal.TERM) {
            Syscalls.kill(-pid, SIGCONT);
        }
    }

    /** With the leader reaped, a process of its pid is a newcomer: the group was empty before. */
    private boolean numberIsOurs() {
        return Syscalls.kill(pid, 0) != 0 && Native.getLastError() == Errno.ESRCH;
    }

    private boolean groupExists() {
        return Syscalls.kill(-pid, 0) == 0 || Native.getLastError() == Errno.EPERM;
    }
}
