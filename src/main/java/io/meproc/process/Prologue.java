package io.meproc.process;

import com.sun.jna.Pointer;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new process does between clone(2) and its life as a program: a list of system calls in native memory, which
 * {@link MachineCode} works off. A call that fails ends the process, unless it was only a try.
 *
 * <p>In longs: eight for the head, of which the first is to hold the address of the call that failed; then eight for
 * each call: its number, five arguments, whether it may fail, and its result.
 *
 * <p>The first calls are the same for every process; they are written once and {@link #mark}ed.
 */
final class Prologue implements AutoCloseable {
    private static final int CALL = 64;
    private static final int ARGUMENTS = 5;
    private static final int TOLERANT = 48;
    private static final int RESULT = 56;
    private static final int FIRST_CAPACITY = 128;

    private final List<String> steps = new ArrayList<>();
    private NativeBlock list = new NativeBlock(CALL * (1L + FIRST_CAPACITY));
    private final Abi abi;
    private int marked;

    Prologue(Abi abi) {
        this.abi = abi;
    }

    /**
     * A call that failed.
     *
     * @param step what it was for
     */
    record Failed(String step, int errno) {}

    /** Adds a call that has to succeed. */
    void call(String step, SystemCall call, long... arguments) {
        add(step, false, call, arguments);
    }

    /** Adds a call after which the list goes on even if it fails. */
    void tryTo(String step, SystemCall call, long... arguments) {
        add(step, true, call, arguments);
    }

    private void add(String step, boolean tolerant, SystemCall call, long... arguments) {
        steps.add(step);
        long at = (long) CALL * steps.size();
        if (at + CALL > list.size()) {
            grow();
        }
        Pointer memory = list.pointer();
        memory.setLong(at, call.number(abi));
        for (int i = 0; i < ARGUMENTS; i++) {
            memory.setLong(at + (1 + i) * (long) Long.BYTES, i < arguments.length ? arguments[i] : 0);
        }
        memory.setLong(at + TOLERANT, tolerant ? 1 : 0);
        memory.setLong(at + RESULT, 0);
    }

    private void grow() {
        NativeBlock larger = new NativeBlock(2 * list.size());
        larger.pointer().write(0, list.pointer().getByteArray(0, (int) list.size()), 0, (int) list.size());
        list.close();
        list = larger;
    }

    /** From here on the calls are of one process. */
    void mark() {
        marked = steps.size();
    }

    /** Takes the calls of the last process away. */
    void rewind() {
        steps.subList(marked, steps.size()).clear();
        list.pointer().setLong(0, 0);
    }

    Pointer pointer() {
        return list.pointer();
    }

    /** What ended the last process; null when it became a program. */
    @Nullable
    Failed failed() {
        long address = list.pointer().getLong(0);
        if (address == 0) {
            return null;
        }
        int last = (int) ((address - list.address()) / CALL);
        // The list ends with a call that only comes to pass when every try before it has failed.
        for (int first = last; first > 0 && last == steps.size(); first--) {
            if (steps.get(first - 1).equals(steps.get(last - 1)) && telling(errno(first))) {
                return new Failed(steps.get(first - 1), errno(first));
            }
        }
        return new Failed(steps.get(last - 1), errno(last == steps.size() ? last - 1 : last));
    }

    private int errno(int call) {
        return (int) -list.pointer().getLong((long) CALL * call + RESULT);
    }

    /** Whether it says more than that there is no such file in one of the directories. */
    private static boolean telling(int errno) {
        return errno != Errno.ENOENT && errno != Errno.ENOTDIR && errno != Errno.ENOSYS;
    }

    @Override
    public void close() {
        list.close();
    }
}
