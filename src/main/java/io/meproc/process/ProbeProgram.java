package io.meproc.process;

import io.meproc.linux.Syscalls;
import io.meproc.process.watch.Reaped;
import io.meproc.process.watch.Reaper;
import io.meproc.task.Order;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import org.jspecify.annotations.Nullable;

/**
 * A program that probes a run. Signals and reaping exclude each other, so that no signal is sent to a number that refers to
 * another process by now.
 */
final class ProbeProgram {
    private final Order.Exec order;
    private int pid;
    private boolean aborted;
    private boolean late;
    private @Nullable ExitStatus status;

    ProbeProgram(Order.Exec order) {
        this.order = order;
    }

    Order.Exec order() {
        return order;
    }

    /** Its first process lives; it is killed at once if the program is no longer wanted. */
    synchronized void spawned(int number) {
        pid = number;
        if (aborted) {
            kill();
        }
    }

    /** Ends it with its whole process group. */
    synchronized void abort() {
        aborted = true;
        kill();
    }

    /** Ends it since it has exceeded its time limit. */
    synchronized void expire() {
        late = true;
        abort();
    }

    /** Whether it has exceeded its time limit. */
    synchronized boolean isLate() {
        return late;
    }

    private void kill() {
        if (pid > 0 && status == null) {
            Syscalls.kill(-pid, Signal.KILL.number());
        }
    }

    /** Reaps its first process if that has ended, and kills what that has left in its group. */
    synchronized @Nullable ExitStatus settle() {
        if (status == null) {
            // While the first process is a zombie, no other group has its number. It kills nothing if that one lives
            // on.
            boolean ended = Reaper.hasEnded(pid);
            if (ended) {
                kill();
            }
            Reaped reaped = ended ? Reaper.reap(pid) : null;
            status = reaped == null ? null : reaped.status();
        }
        return status;
    }
}
