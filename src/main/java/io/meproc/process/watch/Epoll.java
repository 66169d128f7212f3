package io.meproc.process.watch;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.meproc.linux.Abi;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import java.util.Arrays;

/** EventPoll by epoll(7). */
public final class Epoll implements EventPoll {
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;

    /** EPOLLHUP is reported in any case. */
    private static final int HANG_UP_ONLY = 0;

    private static final int EPOLLIN = 1;
    private static final int MOST_EVENTS = 256;

    private final int epoll;
    private final int wakes;
    private final EpollEvents events;
    private final EpollEvents added;

    private Epoll(Abi abi, int epoll, int wakes) {
        this.epoll = epoll;
        this.wakes = wakes;
        this.events = new EpollEvents(abi, MOST_EVENTS);
        this.added = new EpollEvents(abi, 1);
    }

    /** Fails with {@link IllegalStateException} if the kernel does not provide a descriptor. */
    public static Epoll open(Abi abi) {
        int epoll = Syscalls.epoll_create1(CLOEXEC);
        int wakes = epoll < 0 ? -1 : Syscalls.eventfd(0, CLOEXEC | NONBLOCK);
        if (wakes < 0) {
            int errno = Native.getLastError();
            if (epoll >= 0) {
                Syscalls.close(epoll);
            }
            throw new IllegalStateException("epoll: " + Errno.words(errno));
        }
        Epoll opened = new Epoll(abi, epoll, wakes);
        if (!opened.add(wakes)) {
            int errno = Native.getLastError();
            opened.close();
            throw new IllegalStateException("epoll: " + Errno.words(errno));
        }
        return opened;
    }

    @Override
    public synchronized boolean add(int descriptor) {
        added.set(0, EPOLLIN, descriptor);
        return Syscalls.epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, added.pointer()) == 0;
    }

    @Override
    public synchronized void awaitHangUp(int descriptor) {
        added.set(0, HANG_UP_ONLY, descriptor);
        Syscalls.epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, added.pointer());
    }

    @Override
    public void remove(int descriptor) {
        // Closing it does not suffice, since a child that is being spawned may hold it open.
        Syscalls.epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, Pointer.NULL);
    }

    @Override
    public int[] await(int millis) {
        int count = Syscalls.epoll_wait(epoll, events.pointer(), MOST_EVENTS, millis);
        int errno = Native.getLastError();
        if (count < 0 && errno != Errno.EINTR) {
            throw new IllegalStateException("epoll_wait: " + Errno.words(errno));
        }
        int[] ready = new int[Math.max(0, count)];
        int others = 0;
        for (int i = 0; i < ready.length; i++) {
            int descriptor = (int) events.data(i);
            if (descriptor == wakes) {
                Syscalls.eventfd_read(wakes, new long[1]);
            } else {
                ready[others++] = descriptor;
            }
        }
        return others == ready.length ? ready : Arrays.copyOf(ready, others);
    }

    @Override
    public void wake() {
        Syscalls.eventfd_write(wakes, 1);
    }

    @Override
    public void close(int descriptor) {
        Syscalls.close(descriptor);
    }

    @Override
    public void close() {
        Syscalls.close(wakes);
        Syscalls.close(epoll);
        events.close();
        added.close();
    }
}
