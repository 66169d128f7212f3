package io.meproc.process.spawn;

import io.meproc.linux.NativeBlock;
import io.meproc.process.account.Privileges;

/** Drops the capabilities that a new process would pass on as another user, see capabilities(7). */
final class Capabilities implements AutoCloseable {
    private static final int VERSION_3 = 0x2008_0522;
    private static final int HEADER = 8;
    private static final int SIZE = 32;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    /**
     * The header of capset(2), and two sets of effective, permitted and inheritable capabilities; the inheritable set
     * stays empty.
     */
    private final NativeBlock sets = new NativeBlock(SIZE);

    Capabilities() {
        sets.pointer().setInt(0, VERSION_3);
        put(0, Privileges.capabilities("CapEff"));
        put(1, Privileges.capabilities("CapPrm"));
    }

    private void put(int place, long set) {
        sets.pointer().setInt(HEADER + place * Integer.BYTES, (int) set);
        sets.pointer().setInt(HEADER + (3 + place) * Integer.BYTES, (int) (set >>> Integer.SIZE));
    }

    /**
     * Drops all but the permitted capabilities, which the next steps need; a change of the user or the execution of a
     * program drops those.
     */
    void drop(String step, ChildSetup setup) {
        setup.tryTo(step, SystemCall.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        setup.call(step, SystemCall.CAPSET, sets.address(), sets.address() + HEADER);
    }

    @Override
    public void close() {
        sets.close();
    }
}
