package io.meproc.process.spawn;

import com.sun.jna.Pointer;
import io.meproc.linux.Abi;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a new process between clone(2) and execve(2): a list of system calls in native memory, which {@link
 * MachineCode} carries out. A failed call ends the process, unless it is optional.
 *
 * <p>The format, in longs: eight for the head, of which the first receives the address of a failed call; then eight
 * for each call: its number, five arguments, whether it may fail, and its result.
 *
 * <p>The first calls are the same for every process; they are written once and {@link #mark}ed.
 */
final class ChildSetup implements AutoCloseable {
    private static final int CALL = 64;
    private static final int ARGUMENTS = 5;
    private static final int TOLERANT = 48;
    private static final int RESULT = 56;
    private static final int FIRST_CAPACITY = 128;

    private final List<String> steps = new ArrayList<>();
    private NativeBlock list = new NativeBlock(CALL * (1L + FIRST_CAPACITY));
    private final Abi abi;
    private int marked;

    ChildSetup(Abi abi) {
        this.abi = abi;
    }

    /**
     * A failed call.
     *
     * @param step the purpose of the call
     */
    record Failed(String step, int errno) {}

    /** Adds a required call. */
    void call(String step, SystemCall call, long... arguments) {
        add(step, false, call, arguments);
    }

    /** Adds an optional call, after whose failure the list continues. */
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

    /** The number of calls so far. */
    int size() {
        return steps.size();
    }

    /** Changes the first argument of the call with this number, from 1 on. */
    void change(int call, long argument) {
        list.pointer().setLong((long) CALL * call + Long.BYTES, argument);
    }

    /** Marks the end of the calls that are the same for every process. */
    void mark() {
        marked = steps.size();
    }

    /** Removes the calls of the last process. */
    void rewind() {
        steps.subList(marked, steps.size()).clear();
        list.pointer().setLong(0, 0);
    }

    Pointer pointer() {
        return list.pointer();
    }

    /** The call that ended the last process; null if it executed a program. */
    @Nullable
    Failed failed() {
        long address = list.pointer().getLong(0);
        if (address == 0) {
            return null;
        }
        int last = (int) ((address - list.address()) / CALL);
        // The list ends with a call that is reached only if every optional call before it has failed.
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

    /** Whether the error has more information than that a directory does not contain the file. */
    private static boolean telling(int errno) {
        return errno != Errno.ENOENT && errno != Errno.ENOTDIR && errno != Errno.ENOSYS;
    }

    @Override
    public void close() {
        list.close();
    }
}
