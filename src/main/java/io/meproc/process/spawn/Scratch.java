package io.meproc.process.spawn;

import io.meproc.linux.NativeBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Native memory for one spawn; its contents stay at their addresses until all of it is cleared. */
final class Scratch implements AutoCloseable {
    private static final long BLOCK = 1 << 16;
    private static final long ALIGNMENT = 8;

    private final NativeBlock first = new NativeBlock(BLOCK);
    private final List<NativeBlock> more = new ArrayList<>();
    private NativeBlock current = first;
    private long used;

    /** Stores bytes; returns their address. */
    long put(byte[] bytes) {
        if (used + bytes.length > current.size()) {
            current = new NativeBlock(Math.max(BLOCK, bytes.length));
            more.add(current);
            used = 0;
        }
        current.pointer().write(used, bytes, 0, bytes.length);
        long address = current.address() + used;
        used += (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return address;
    }

    /** Stores a C string. */
    long text(String text) {
        return put(NativeBlock.terminated(text));
    }

    /** Stores longs in native byte order. */
    long longs(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.nativeOrder());
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return put(bytes.array());
    }

    /** Stores 32-bit integers. */
    long ints(List<Integer> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * Integer.BYTES).order(ByteOrder.nativeOrder());
        numbers.forEach(bytes::putInt);
        return put(bytes.array());
    }

    /** Stores a table of addresses that ends with a null pointer, as execve(2) expects. */
    long table(List<Long> addresses) {
        long[] table = new long[addresses.size() + 1];
        for (int i = 0; i < addresses.size(); i++) {
            table[i] = addresses.get(i);
        }
        return longs(table);
    }

    void clear() {
        more.forEach(NativeBlock::close);
        more.clear();
        current = first;
        used = 0;
    }

    @Override
    public void close() {
        clear();
        first.close();
    }
}
