package io.meproc.process.scan;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Each fork and exit on this machine, as reported by the kernel's process events connector (linux/cn_proc.h). The
 * connector serves only processes with CAP_NET_ADMIN in the initial namespaces of network, users and pids. Not
 * thread-safe, except for {@link #await}.
 */
final class ForkEvents implements AutoCloseable {
    /** The receiver of the events that were read. */
    interface Receiver {
        /**
         * A process was forked.
         *
         * @param at in the monotonic clock, which {@link System#nanoTime} reads as well
         */
        void forked(int parent, int child, long at);

        void exited(int pid);

        /** More events arrived than the socket can hold, so that forks and exits before now may be missing. */
        void lost();
    }

    private static final int AF_NETLINK = 16;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_CONNECTOR = 11;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final short POLLIN = 1;

    // struct nlmsghdr, struct cn_msg, then struct proc_event.
    private static final int MESSAGE = 16;
    private static final int ACKNOWLEDGEMENT = MESSAGE + 12;
    private static final int BODY = MESSAGE + 20;
    private static final int WHAT = BODY;
    private static final int AT = BODY + 8;
    private static final int DATA = BODY + 16;
    private static final int LONGEST = 256;

    private static final short NLMSG_DONE = 3;
    private static final int PROCESS_EVENTS = 1;
    private static final int LISTEN = 1;
    private static final int ACKNOWLEDGED = 0;
    private static final int FORK = 1;
    private static final int EXIT = 0x80000000;

    /** The bytes for some thousands of events. */
    private static final int BUFFER = 8 << 20;

    private static final int PATIENCE_MILLIS = 1_000;
    private static final int ENOBUFS = 105;

    // Classic BPF, see linux/filter.h: loads are big-endian.
    private static final int LOAD = 0x20;
    private static final int TO_X = 0x07;
    private static final int JUMP = 0x05;
    private static final int EQUALS = 0x15;
    private static final int EQUALS_X = 0x1d;
    private static final int RETURN = 0x06;

    private final int socket;
    private final int secret = ThreadLocalRandom.current().nextInt();
    private final NativeBlock message = new NativeBlock(LONGEST);
    private final NativeBlock polled = new NativeBlock(Long.BYTES);

    private ForkEvents(int socket) {
        this.socket = socket;
    }

    /** Subscribes to the events; null if the kernel has none, or none for this process. */
    static @Nullable ForkEvents open() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return null;
        }
        int socket = Syscalls.socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_CONNECTOR);
        if (socket < 0) {
            return null;
        }
        ForkEvents events = new ForkEvents(socket);
        if (events.subscribe()) {
            return events;
        }
        events.close();
        return null;
    }

    private boolean subscribe() {
        try (NativeBlock block = new NativeBlock(LONGEST)) {
            Pointer address = block.pointer();
            address.setShort(0, (short) AF_NETLINK);
            address.setInt(8, PROCESS_EVENTS);
            if (!filter() || Syscalls.bind(socket, address, 12) != 0) {
                return false;
            }
            address.setInt(0, BUFFER);
            Syscalls.setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, address, Integer.BYTES);
        }
        Pointer request = message.pointer();
        int length = BODY + Integer.BYTES;
        request.clear(length);
        request.setInt(0, length);
        request.setShort(4, NLMSG_DONE);
        request.setInt(MESSAGE, PROCESS_EVENTS);
        request.setInt(MESSAGE + 4, PROCESS_EVENTS);
        request.setInt(ACKNOWLEDGEMENT, secret);
        request.setShort(MESSAGE + 16, (short) Integer.BYTES);
        request.setInt(BODY, LISTEN);
        return Syscalls.send(socket, request, length, 0) == length && acknowledged();
    }

    /**
     * Whether the kernel acknowledges the subscription. It does not answer a process that it does not serve, such as
     * one in a container. Events for other subscribers may arrive nevertheless, with pids of another namespace.
     */
    private boolean acknowledged() {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() < end && await(PATIENCE_MILLIS)) {
            long length = Syscalls.recv(socket, message.pointer(), LONGEST, MSG_DONTWAIT);
            if (length >= DATA + 4
                    && message.pointer().getInt(WHAT) == ACKNOWLEDGED
                    && message.pointer().getInt(ACKNOWLEDGEMENT) == secret + 1) {
                return message.pointer().getInt(DATA) == 0;
            }
        }
        return false;
    }

    /** Restricts the socket to events about processes, not threads, and to the answer to the subscription. */
    private boolean filter() {
        int accept = 12;
        int drop = 13;
        int[][] program = {
            {LOAD, 0, 0, WHAT},
            {EQUALS, accept - 2, 0, ACKNOWLEDGED},
            {EQUALS, 0, 4, Integer.reverseBytes(FORK)},
            {LOAD, 0, 0, DATA + 8},
            {TO_X, 0, 0, 0},
            {LOAD, 0, 0, DATA + 12},
            {JUMP, 0, 0, 4},
            {EQUALS, 0, drop - 8, Integer.reverseBytes(EXIT)},
            {LOAD, 0, 0, DATA},
            {TO_X, 0, 0, 0},
            {LOAD, 0, 0, DATA + 4},
            {EQUALS_X, 0, 1, 0},
            {RETURN, 0, 0, LONGEST},
            {RETURN, 0, 0, 0},
        };
        return attach(program);
    }

    private boolean attach(int[][] program) {
        try (NativeBlock code = new NativeBlock(8L * program.length);
                NativeBlock filter = new NativeBlock(16)) {
            for (int i = 0; i < program.length; i++) {
                code.pointer().setShort(8L * i, (short) program[i][0]);
                code.pointer().setByte(8L * i + 2, (byte) program[i][1]);
                code.pointer().setByte(8L * i + 3, (byte) program[i][2]);
                code.pointer().setInt(8L * i + 4, program[i][3]);
            }
            filter.pointer().setShort(0, (short) program.length);
            filter.pointer().setLong(8, code.address());
            return Syscalls.setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, filter.pointer(), 16) == 0;
        }
    }

    /** Waits for events, at most for this time; returns false if there are none. For use by one thread. */
    boolean await(int millis) {
        polled.pointer().setInt(0, socket);
        polled.pointer().setInt(4, POLLIN);
        return Syscalls.poll(polled.pointer(), 1, millis) > 0;
    }

    /** Reads all pending events. */
    void read(Receiver receiver) {
        Pointer event = message.pointer();
        while (true) {
            long length = Syscalls.recv(socket, event, LONGEST, MSG_DONTWAIT);
            if (length < 0) {
                int errno = Native.getLastError();
                if (errno == ENOBUFS) {
                    receiver.lost();
                } else if (errno != Errno.EINTR) {
                    return;
                }
            } else if (length >= DATA + 8) {
                receive(event, receiver);
            }
        }
    }

    private static void receive(Pointer event, Receiver receiver) {
        int what = event.getInt(WHAT);
        if (what == FORK) {
            receiver.forked(event.getInt(DATA + 4), event.getInt(DATA + 12), event.getLong(AT));
        } else if (what == EXIT) {
            receiver.exited(event.getInt(DATA));
        }
    }

    /** Closes the socket; no thread may be waiting or reading. */
    @Override
    public void close() {
        Syscalls.close(socket);
        message.close();
        polled.close();
    }
}
