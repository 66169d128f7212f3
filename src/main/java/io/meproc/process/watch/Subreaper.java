package io.meproc.process.watch;

import com.sun.jna.Pointer;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the exit statuses of children, and makes this process a subreaper, so that orphans of its runs become its children, see
 * {@link io.meproc.process}. Closing ends the latter for later orphans.
 */
public final class Subreaper implements AutoCloseable {
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int PR_GET_CHILD_SUBREAPER = 37;

    private static final int SIGCHLD = 17;
    private static final long SIG_IGN = 1;
    private static final int SA_NOCLDWAIT = 2;

    // struct sigaction of glibc.
    private static final int ACTION_SIZE = 256;
    private static final int ACTION_FLAGS = 136;

    /** Null if nothing was changed. */
    private final @Nullable Boolean subreaperBefore;

    private Subreaper(@Nullable Boolean subreaperBefore) {
        this.subreaperBefore = subreaperBefore;
    }

    /**
     * Begins to receive orphans.
     *
     * @param ownProcess false if the process belongs to another program, which is not made a subreaper
     */
    public static Subreaper begin(boolean ownProcess) {
        keepStatuses();
        if (!ownProcess) {
            return new Subreaper(null);
        }
        boolean before = isSubreaper();
        Syscalls.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
        return new Subreaper(before);
    }

    public static boolean isSubreaper() {
        try (NativeBlock flag = new NativeBlock(Long.BYTES)) {
            Syscalls.prctl(PR_GET_CHILD_SUBREAPER, flag.address(), 0, 0, 0);
            return flag.pointer().getInt(0) != 0;
        }
    }

    /** Ends the ignoring of SIGCHLD, which may be inherited: while it is ignored, the kernel keeps no exit status. */
    private static void keepStatuses() {
        try (NativeBlock action = new NativeBlock(ACTION_SIZE)) {
            Syscalls.sigaction(SIGCHLD, Pointer.NULL, action.pointer());
            boolean ignored = action.pointer().getLong(0) == SIG_IGN;
            int flags = action.pointer().getInt(ACTION_FLAGS);
            if (ignored || (flags & SA_NOCLDWAIT) != 0) {
                if (ignored) {
                    action.pointer().setLong(0, 0);
                }
                action.pointer().setInt(ACTION_FLAGS, flags & ~SA_NOCLDWAIT);
                Syscalls.sigaction(SIGCHLD, action.pointer(), Pointer.NULL);
            }
        }
    }

    @Override
    public void close() {
        if (subreaperBefore != null) {
            Syscalls.prctl(PR_SET_CHILD_SUBREAPER, subreaperBefore ? 1 : 0, 0, 0, 0);
        }
    }
}
