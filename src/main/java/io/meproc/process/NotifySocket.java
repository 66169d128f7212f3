package io.meproc.process;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket that receives messages of sd_notify(3), with the credentials of their senders, which the kernel adds (unix(7),
 * SCM_CREDENTIALS). A thread of its own reads it, since a sender may end right after its message.
 */
final class NotifySocket implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PASSCRED = 16;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
    private static final int SUN_PATH = 2;

    /** NOTIFY_BUFFER_MAX of systemd: PIPE_BUF. A longer message is ignored, as by systemd. */
    private static final int BUFFER = 4096;

    /** For the credentials, and for 253 descriptors (SCM_MAX_FD). */
    private static final int CONTROL = 2048;

    // struct msghdr, struct iovec and struct cmsghdr of 64-bit Linux.
    private static final int HEADER = 56;
    private static final int HEADER_IOV = 16;
    private static final int HEADER_IOV_LENGTH = 24;
    private static final int HEADER_CONTROL = 32;
    private static final int HEADER_CONTROL_LENGTH = 40;
    private static final int HEADER_FLAGS = 48;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;

    // struct pollfd
    private static final int POLLFD = 8;
    private static final int POLLIN = 1;

    private final Path path;
    private final int socket;
    private final int wakes;
    private final Consumer<NotifyMessage> messages;
    private final Thread thread = new Thread(this, "meproc-notify");
    private final NativeBlock buffer = new NativeBlock(BUFFER);
    private final NativeBlock control = new NativeBlock(CONTROL);
    private final NativeBlock vector = new NativeBlock(16);
    private final NativeBlock header = new NativeBlock(HEADER);
    private final NativeBlock polled = new NativeBlock(2L * POLLFD);
    private volatile boolean closed;

    private NotifySocket(Path path, int socket, int wakes, Consumer<NotifyMessage> messages) {
        this.path = path;
        this.socket = socket;
        this.wakes = wakes;
        this.messages = messages;
        thread.setDaemon(true);
    }

    /**
     * Opens the socket; replaces one that an earlier service process has left.
     *
     * @param messages called by the thread of the socket
     */
    static NotifySocket open(Path path, Consumer<NotifyMessage> messages) throws IOException {
        NotifyPath.prepare(path);
        Files.deleteIfExists(path);
        int socket = Syscalls.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (socket < 0) {
            throw failed("socket");
        }
        try (NativeBlock on = new NativeBlock(Integer.BYTES)) {
            on.pointer().setInt(0, 1);
            if (Syscalls.setsockopt(socket, SOL_SOCKET, SO_PASSCRED, on.pointer(), Integer.BYTES) != 0) {
                throw failed("SO_PASSCRED");
            }
            bind(socket, path);
            // The folder decides who can reach it.
            if (Syscalls.chmod(NativeBlock.terminated(path.toString()), 0666) != 0) {
                throw failed("chmod");
            }
            int wakes = Syscalls.eventfd(0, 0x80000);
            if (wakes < 0) {
                throw failed("eventfd");
            }
            NotifySocket opened = new NotifySocket(path, socket, wakes, messages);
            opened.thread.start();
            return opened;
        } catch (IOException refused) {
            Syscalls.close(socket);
            throw refused;
        }
    }

    private static void bind(int socket, Path path) throws IOException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        try (NativeBlock address = new NativeBlock(SUN_PATH + name.length + 1L)) {
            address.pointer().setShort(0, (short) AF_UNIX);
            address.pointer().write(SUN_PATH, name, 0, name.length);
            if (Syscalls.bind(socket, address.pointer(), (int) address.size()) != 0) {
                throw failed("bind " + path);
            }
        }
    }

    private static IOException failed(String what) {
        return new IOException(what + ": " + Errno.words(Native.getLastError()));
    }

    Path path() {
        return path;
    }

    @Override
    public void run() {
        vector.pointer().setPointer(0, buffer.pointer());
        vector.pointer().setLong(Long.BYTES, BUFFER);
        polled.pointer().setInt(0, socket);
        polled.pointer().setShort(4, (short) POLLIN);
        polled.pointer().setInt(POLLFD, wakes);
        polled.pointer().setShort(POLLFD + 4, (short) POLLIN);
        while (!closed) {
            try {
                if (!receive()) {
                    Syscalls.poll(polled.pointer(), 2, -1);
                }
            } catch (RuntimeException | Error broken) {
                LOG.error("A message of sd_notify could not be handled", broken);
            }
        }
    }

    /** Handles one message; returns false if there is none. */
    private boolean receive() {
        Pointer head = header.pointer();
        head.clear(HEADER);
        head.setPointer(HEADER_IOV, vector.pointer());
        head.setLong(HEADER_IOV_LENGTH, 1);
        head.setPointer(HEADER_CONTROL, control.pointer());
        head.setLong(HEADER_CONTROL_LENGTH, CONTROL);
        long length = Syscalls.recvmsg(socket, head, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (length < 0) {
            return false;
        }
        List<Integer> descriptors = new ArrayList<>();
        int pid = ancillary(head.getLong(HEADER_CONTROL_LENGTH), descriptors);
        try {
            boolean whole = (head.getInt(HEADER_FLAGS) & MSG_TRUNC) == 0;
            if (pid > 0 && whole) {
                byte[] bytes = Arrays.copyOf(buffer.pointer().getByteArray(0, (int) length), (int) length);
                messages.accept(NotifyMessage.parse(pid, bytes));
            }
        } finally {
            // A sender with BARRIER=1 waits until its descriptor is closed; those of FDSTORE=1 are not kept.
            descriptors.forEach(Syscalls::close);
        }
        return true;
    }

    /** Reads what came beside the message: the descriptors, and the pid of the sender, which is returned. */
    private int ancillary(long length, List<Integer> descriptors) {
        Pointer memory = control.pointer();
        int pid = 0;
        long at = 0;
        while (at + CMSG_DATA <= length) {
            long size = memory.getLong(at);
            if (size < CMSG_DATA || at + size > length) {
                break;
            }
            boolean ofSocket = memory.getInt(at + CMSG_LEVEL) == SOL_SOCKET;
            int type = memory.getInt(at + CMSG_TYPE);
            if (ofSocket && type == SCM_CREDENTIALS) {
                pid = memory.getInt(at + CMSG_DATA);
            } else if (ofSocket && type == SCM_RIGHTS) {
                for (long each = CMSG_DATA; each + Integer.BYTES <= size; each += Integer.BYTES) {
                    descriptors.add(memory.getInt(at + each));
                }
            }
            at += (size + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
        return pid;
    }

    /** Ends the reading. The path stays. */
    @Override
    public void close() {
        closed = true;
        Syscalls.eventfd_write(wakes, 1);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        Syscalls.close(socket);
        Syscalls.close(wakes);
        for (NativeBlock block : List.of(buffer, control, vector, header, polled)) {
            block.close();
        }
    }
}
