package io.meproc.process.watch;

import io.meproc.linux.Syscalls;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Detects and reaps ended children by waitid(2) and wait4(2). */
public final class Reaper {
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int P_PGID = 2;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;

    // struct siginfo on 64-bit Linux, in ints.
    private static final int INFO_SIZE = 32;
    private static final int INFO_PID = 4;

    // The status of wait4: the signal in the low bits with a bit for the core dump, the code in the next byte.
    private static final int SIGNAL_MASK = 0x7F;
    private static final int CORE = 0x80;
    private static final int CODE_SHIFT = 8;
    private static final int CODE_MASK = 0xFF;

    // struct rusage, in longs: two times of seconds and microseconds, then the peak of memory in kB.
    private static final int USAGE_SIZE = 18;
    private static final int PEAK = 4;
    private static final long KB = 1024;

    private Reaper() {}

    /** An ended child, which is not reaped; 0 if there is none. The kernel walks through all children for this call. */
    public static int any() {
        int[] info = new int[INFO_SIZE];
        int result = Syscalls.waitid(P_ALL, 0, info, WEXITED | WNOHANG | WNOWAIT);
        return result == 0 ? info[INFO_PID] : 0;
    }

    /** Reaps this child if it has ended; null while it lives. */
    public static @Nullable Reaped reap(int pid) {
        int[] status = new int[1];
        long[] usage = new long[USAGE_SIZE];
        int reaped = Syscalls.wait4(pid, status, WNOHANG, usage);
        if (reaped < 0) {
            return new Reaped(
                    new ExitStatus.Unknown("another part of the supervisor's program has collected it"), null);
        }
        return reaped == 0 ? null : new Reaped(status(status[0]), usage(usage));
    }

    /** The meaning of a status word of wait4(2). */
    static ExitStatus status(int word) {
        int signal = word & SIGNAL_MASK;
        return signal == 0
                ? new ExitStatus.Exited(word >> CODE_SHIFT & CODE_MASK)
                : new ExitStatus.Signaled(signal, (word & CORE) != 0);
    }

    private static Usage usage(long[] usage) {
        long peak = usage[PEAK] * KB;
        return new Usage(time(usage, 0), time(usage, 2), peak, !OwnMemory.isExceededBy(peak));
    }

    private static Duration time(long[] usage, int at) {
        return Duration.ofSeconds(usage[at]).plusNanos(usage[at + 1] * 1000);
    }

    /** Whether this child has ended; it is not reaped. Also true if it is not a child any more. */
    public static boolean hasEnded(int pid) {
        int[] info = new int[INFO_SIZE];
        int result = Syscalls.waitid(P_PID, pid, info, WEXITED | WNOHANG | WNOWAIT);
        return result != 0 || info[INFO_PID] == pid;
    }

    /** Blocks until this child has ended, without reaping it. */
    public static void await(int pid) {
        Syscalls.waitid(P_PID, pid, new int[INFO_SIZE], WEXITED | WNOWAIT);
    }

    /** Reaps the ended orphans of this group that have become children of the supervisor. */
    public static void reapOrphans(int group) {
        int[] info = new int[INFO_SIZE];
        do {
            info[INFO_PID] = 0;
        } while (Syscalls.waitid(P_PGID, group, info, WEXITED | WNOHANG) == 0 && info[INFO_PID] != 0);
    }
}
