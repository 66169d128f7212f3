package io.meproc.process;

import com.sun.jna.Pointer;

/**
 * What this process must be to learn how its children end: one that does not ignore SIGCHLD, which it may have
 * been started with and which makes the kernel throw statuses away; and a subreaper, see {@link
 * io.meproc.process}. Ended by closing, for orphans to come.
 */
final class Parenthood implements AutoCloseable {
    private static final int SIGCHLD = 17;
    private static final long SIG_IGN = 1;
    private static final int ACTION_SIZE = 256;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int PR_GET_CHILD_SUBREAPER = 37;

    private final boolean subreaperBefore;

    private Parenthood(boolean subreaperBefore) {
        this.subreaperBefore = subreaperBefore;
    }

    static Parenthood begin() {
        try (NativeBlock action = new NativeBlock(ACTION_SIZE);
                NativeBlock flag = new NativeBlock(Long.BYTES)) {
            Syscalls.sigaction(SIGCHLD, Pointer.NULL, action.pointer());
            if (action.pointer().getLong(0) == SIG_IGN) {
                action.pointer().clear(ACTION_SIZE);
                Syscalls.sigaction(SIGCHLD, action.pointer(), Pointer.NULL);
            }
            Syscalls.prctl(PR_GET_CHILD_SUBREAPER, flag.address(), 0, 0, 0);
            Syscalls.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
            return new Parenthood(flag.pointer().getInt(0) != 0);
        }
    }

    @Override
    public void close() {
        Syscalls.prctl(PR_SET_CHILD_SUBREAPER, subreaperBefore ? 1 : 0, 0, 0, 0);
    }
}
