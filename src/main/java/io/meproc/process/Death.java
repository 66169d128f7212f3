package io.meproc.process;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.meproc.task.ExitStatus;
import org.jspecify.annotations.Nullable;

/** Learns of ended children through waitid(2). Each thread needs its own. */
final class Death implements AutoCloseable {
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int P_PGID = 2;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;

    // struct siginfo on 64-bit Linux.
    private static final int INFO_SIZE = 128;
    private static final int CODE = 8;
    private static final int PID = 16;
    private static final int STATUS = 24;

    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;

    private final NativeBlock info = new NativeBlock(INFO_SIZE);

    /** Sleeps until some child has ended, and leaves it as it is: its pid, or a negative errno. */
    int await() {
        int result = Syscalls.waitid(P_ALL, 0, info.pointer(), WEXITED | WNOWAIT);
        return result == 0 ? info.pointer().getInt(PID) : -Native.getLastError();
    }

    /** Reaps this child if it has ended; null while it lives. */
    @Nullable
    ExitStatus reap(int pid) {
        Pointer answer = info.pointer();
        answer.setInt(PID, 0);
        if (Syscalls.waitid(P_PID, pid, answer, WEXITED | WNOHANG) != 0) {
            return new ExitStatus.Unknown("another part of the supervisor's program has collected it");
        }
        if (answer.getInt(PID) == 0) {
            return null;
        }
        int status = answer.getInt(STATUS);
        int code = answer.getInt(CODE);
        return code == CLD_EXITED
                ? new ExitStatus.Exited(status & 0xFF)
                : new ExitStatus.Signaled(status, code == CLD_DUMPED);
    }

    /** Sleeps until this child has ended, and leaves it as it is. */
    void await(int pid) {
        Syscalls.waitid(P_PID, pid, info.pointer(), WEXITED | WNOWAIT);
    }

    /** Reaps the orphans of this group that have ended and become children of the supervisor. */
    void reapOrphans(int group) {
        Pointer answer = info.pointer();
        do {
            answer.setInt(PID, 0);
        } while (Syscalls.waitid(P_PGID, group, answer, WEXITED | WNOHANG) == 0 && answer.getInt(PID) != 0);
    }

    @Override
    public void close() {
        info.close();
    }
}
