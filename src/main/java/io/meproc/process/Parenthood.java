package io.meproc.process;

import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Makes this process a subreaper, so that it learns how orphans of its runs end, see {@link io.meproc.process}. Ended by
 * closing, for orphans to come.
 */
final class Parenthood implements AutoCloseable {
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int PR_GET_CHILD_SUBREAPER = 37;

    /** Null where nothing was changed. */
    private final @Nullable Boolean subreaperBefore;

    private Parenthood(@Nullable Boolean subreaperBefore) {
        this.subreaperBefore = subreaperBefore;
    }

    /** @param ownProcess false: the process is another program's too, and stays as it is */
    static Parenthood begin(boolean ownProcess) {
        if (!ownProcess) {
            return new Parenthood(null);
        }
        try (NativeBlock flag = new NativeBlock(Long.BYTES)) {
            Syscalls.prctl(PR_GET_CHILD_SUBREAPER, flag.address(), 0, 0, 0);
            Syscalls.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
            return new Parenthood(flag.pointer().getInt(0) != 0);
        }
    }

    @Override
    public void close() {
        if (subreaperBefore != null) {
            Syscalls.prctl(PR_SET_CHILD_SUBREAPER, subreaperBefore ? 1 : 0, 0, 0, 0);
        }
    }
}
