package io.meproc.process.watch;

import com.sun.jna.Pointer;
import io.meproc.linux.Abi;
import io.meproc.linux.NativeBlock;

/** An array of struct epoll_event (linux/eventpoll.h): 32 bits of events, then 64 bits of data, aligned except on x86-64. */
final class EpollEvents implements AutoCloseable {
    private final int size;
    private final NativeBlock array;

    EpollEvents(Abi abi, int count) {
        this.size = abi.epollEvent();
        this.array = new NativeBlock((long) count * size);
    }

    Pointer pointer() {
        return array.pointer();
    }

    void set(int index, int events, long data) {
        array.pointer().setInt((long) index * size, events);
        array.pointer().setLong(dataOf(index), data);
    }

    long data(int index) {
        return array.pointer().getLong(dataOf(index));
    }

    private long dataOf(int index) {
        return (index + 1L) * size - Long.BYTES;
    }

    @Override
    public void close() {
        array.close();
    }
}
