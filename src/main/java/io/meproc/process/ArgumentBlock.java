package io.meproc.process;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The strings of one spawn in native memory, behind a table of pointers to the first few of them, as execve(2)
 * wants its arguments. One block serves every spawn, and grows with the longest command.
 */
final class ArgumentBlock implements AutoCloseable {
    private static final int FIRST_SIZE = 4096;

    private NativeBlock block = new NativeBlock(FIRST_SIZE);

    /** Writes the strings, of which the first {@code count} are the arguments; gives the addresses of all. */
    long[] write(List<byte[]> strings, int count) {
        int table = (count + 1) * Long.BYTES;
        int size =
                table + strings.stream().mapToInt(string -> string.length + 1).sum();
        if (size > block.size()) {
            NativeBlock larger = new NativeBlock(Long.highestOneBit(size) * 2);
            block.close();
            block = larger;
        }
        long[] addresses = new long[strings.size()];
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        int at = table;
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = block.address() + at;
            bytes.put(at, strings.get(i));
            at += strings.get(i).length + 1;
            if (i < count) {
                bytes.putLong(i * Long.BYTES, addresses[i]);
            }
        }
        block.pointer().write(0, bytes.array(), 0, size);
        return addresses;
    }

    /** The table of arguments. */
    Pointer table() {
        return block.pointer();
    }

    @Override
    public void close() {
        block.close();
    }
}
