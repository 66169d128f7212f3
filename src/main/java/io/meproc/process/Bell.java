package io.meproc.process;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Rings when a child of this process ends, and says which: a handler of SIGCHLD writes the pid into a pipe. The kernel
 * keeps one such signal at a time, so of ends that come together some are not heard; who hears one must look around as
 * well, a moment later.
 *
 * <p>To sleep in waitid(2) would hear of all. But that walks through all children, twice for each end, which is two
 * milliseconds with ten thousand.
 *
 * <p>A handler that was there before is called too, and put back in the end; one that is set later makes the bell silent.
 */
final class Bell implements AutoCloseable {
    private static final int SIGCHLD = 17;
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    private static final int SA_NOCLDSTOP = 1;
    private static final int SA_SIGINFO = 4;
    private static final int SA_RESTART = 0x1000_0000;
    private static final int SA_ONSTACK = 0x0800_0000;

    // struct sigaction of glibc, and what the handler finds in its data.
    private static final int ACTION_SIZE = 256;
    private static final int ACTION_FLAGS = 136;
    private static final int DATA_DESCRIPTOR = 8;

    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final short POLLIN = 1;
    private static final int MOST_RINGS = 256;

    /**
     * Those of bells that were taken down, for the next one to use: other threads may be in the handler still, so neither its
     * memory nor its descriptor may ever come to mean something else.
     */
    private static final Queue<Wire> SPARE = new ConcurrentLinkedQueue<>();

    /** A handler and the pipe that it writes into. */
    private record Wire(MachineCode handler, int out, int in) {
        static Wire draw(Abi abi) {
            int[] ends = new int[2];
            if (Syscalls.pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
                throw new IllegalStateException("pipe2: " + Errno.words(Native.getLastError()));
            }
            return new Wire(MachineCode.load(MachineCode.BELL, abi), ends[0], ends[1]);
        }
    }

    private final Wire wire;
    private final NativeBlock before = new NativeBlock(ACTION_SIZE);
    private final NativeBlock waiting = new NativeBlock(Long.BYTES);
    private final NativeBlock rings = new NativeBlock((long) MOST_RINGS * Integer.BYTES);

    private Bell(Wire wire) {
        this.wire = wire;
        Syscalls.sigaction(SIGCHLD, Pointer.NULL, before.pointer());
        long next = before.pointer().getLong(0);
        wire.handler().data().setLong(0, next == SIG_IGN ? SIG_DFL : next);
        wire.handler().data().setInt(DATA_DESCRIPTOR, wire.in());
        waiting.pointer().setInt(0, wire.out());
        waiting.pointer().setShort(Integer.BYTES, POLLIN);
    }

    static Bell hang(Abi abi) {
        Wire spare = SPARE.poll();
        Bell bell = new Bell(spare == null ? Wire.draw(abi) : spare);
        while (bell.await(0).length > 0) {
            // What rang when nobody listened.
        }
        try (NativeBlock action = new NativeBlock(ACTION_SIZE)) {
            action.pointer().setPointer(0, bell.wire.handler().entry());
            action.pointer().setInt(ACTION_FLAGS, SA_SIGINFO | SA_RESTART | SA_ONSTACK | SA_NOCLDSTOP);
            Syscalls.sigaction(SIGCHLD, action.pointer(), Pointer.NULL);
        }
        return bell;
    }

    /** Sleeps until it rings; gives who has ended, or nobody after {@code millis}. */
    int[] await(int millis) {
        Syscalls.poll(waiting.pointer(), 1, millis);
        int bytes = (int) Syscalls.read(wire.out(), rings.pointer(), rings.size());
        return bytes <= 0 ? new int[0] : rings.pointer().getIntArray(0, bytes / Integer.BYTES);
    }

    /** Wakes who waits, with nobody's pid. */
    void ring() {
        Syscalls.write(wire.in(), new int[1], Integer.BYTES);
    }

    /** Takes it down. One that another was hung over stays in memory, unheard. */
    @Override
    public void close() {
        try (NativeBlock now = new NativeBlock(ACTION_SIZE)) {
            Syscalls.sigaction(SIGCHLD, Pointer.NULL, now.pointer());
            if (now.pointer().getLong(0) == Pointer.nativeValue(wire.handler().entry())) {
                if (before.pointer().getLong(0) == SIG_IGN) {
                    before.pointer().clear(ACTION_SIZE);
                }
                Syscalls.sigaction(SIGCHLD, before.pointer(), Pointer.NULL);
                SPARE.add(wire);
            }
        }
        rings.close();
        waiting.close();
        before.close();
    }
}
