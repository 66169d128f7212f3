package io.meproc.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A zeroed block of native memory, freed when it is closed. */
public final class NativeBlock implements AutoCloseable {
    private final long address;
    private final Pointer pointer;
    private final long size;

    public NativeBlock(long size) {
        this.size = size;
        this.address = Native.malloc(size);
        if (address == 0) {
            throw new OutOfMemoryError("no native memory for " + size + " bytes");
        }
        this.pointer = new Pointer(address);
        pointer.clear(size);
    }

    public long address() {
        return address;
    }

    public long size() {
        return size;
    }

    public Pointer pointer() {
        return pointer;
    }

    @Override
    public void close() {
        Native.free(address);
    }

    /** The bytes of a C string. */
    public static byte[] terminated(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
