package io.meproc.process.socket;

import com.sun.jna.Native;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.process.spawn.PassedSockets;
import io.meproc.process.spawn.SpawnException;
import io.meproc.process.watch.Pidfd;
import io.meproc.task.command.ListenSocket;
import io.meproc.task.command.ListenSocket.Unix;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket that is open here.
 *
 * @param descriptor at least {@link PassedSockets#LOWEST}, with close-on-exec
 * @param file the identity of the file of a Unix socket; null for others
 */
record Listener(
        ListenSocket socket, int descriptor, @Nullable Object file) {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final String STEP = "sockets";
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ACCEPTCONN = 30;
    private static final int F_DUPFD_CLOEXEC = 1030;

    /** The most descriptors of a process that are searched for a socket. */
    private static final int MOST_SEARCHED = 1_024;

    /** Opens a socket and listens. */
    static Listener open(ListenSocket socket) throws SpawnException {
        NativeAddress address = NativeAddress.of(socket.address());
        int descriptor = raised(Syscalls.socket(address.family(), SOCK_STREAM_CLOEXEC, 0));
        if (descriptor < 0) {
            throw failure(socket, Native.getLastError(), "");
        }
        try {
            bind(socket, address, descriptor);
            if (socket.address() instanceof Unix unix) {
                Syscalls.chmod(NativeBlock.terminated(unix.path()), socket.mode());
            }
            if (Syscalls.listen(descriptor, socket.backlog()) != 0) {
                throw failure(socket, Native.getLastError(), "");
            }
            return new Listener(socket, descriptor, file(socket));
        } catch (SpawnException refused) {
            Syscalls.close(descriptor);
            throw refused;
        }
    }

    private static void bind(ListenSocket socket, NativeAddress address, int descriptor) throws SpawnException {
        if (socket.address() instanceof Unix unix) {
            removeDead(unix, address);
        } else {
            try (NativeBlock yes = new NativeBlock(Integer.BYTES)) {
                yes.pointer().setInt(0, 1);
                Syscalls.setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, yes.pointer(), Integer.BYTES);
            }
        }
        try (NativeBlock block = address.block()) {
            if (Syscalls.bind(descriptor, block.pointer(), (int) block.size()) != 0) {
                int errno = Native.getLastError();
                throw failure(
                        socket, errno, errno == Errno.EADDRINUSE ? "another socket listens there; end it first" : "");
            }
        }
    }

    /** Removes the file of a Unix socket at which nobody listens. */
    private static void removeDead(Unix unix, NativeAddress address) {
        // A blocking one would wait for a listener whose queue is full.
        int probe = Syscalls.socket(address.family(), SOCK_STREAM_CLOEXEC | SOCK_NONBLOCK, 0);
        try (NativeBlock block = address.block()) {
            if (Syscalls.connect(probe, block.pointer(), (int) block.size()) != 0
                    && Native.getLastError() == Errno.ECONNREFUSED) {
                Syscalls.unlink(NativeBlock.terminated(unix.path()));
            }
        } finally {
            Syscalls.close(probe);
        }
    }

    /** The socket that a process has open; null if it has none at this address, or the kernel does not share it. */
    static @Nullable Listener ofProcess(int pid, ListenSocket socket) {
        int pidfd = Pidfd.open(pid);
        if (pidfd < 0) {
            return null;
        }
        NativeAddress address = NativeAddress.of(socket.address());
        int searched = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Integer.toString(pid), "fd"))) {
            for (Path file : files) {
                if (searched++ < MOST_SEARCHED && isSocket(file)) {
                    int copy = raised(Pidfd.duplicate(
                            pidfd, Integer.parseInt(file.getFileName().toString())));
                    if (copy >= 0 && listens(copy) && address.isOf(copy)) {
                        return new Listener(socket, copy, file(socket));
                    }
                    Syscalls.close(copy);
                }
            }
        } catch (IOException refused) {
            LOG.debug("The descriptors of process {} can't be read: {}", pid, refused.getMessage());
        } finally {
            Syscalls.close(pidfd);
        }
        return null;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean listens(int descriptor) {
        int[] value = new int[1];
        int[] length = {Integer.BYTES};
        return Syscalls.getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, value, length) == 0 && value[0] == 1;
    }

    /** Moves a descriptor above those that a process gets; negative with errno if it is, or if none is free. */
    private static int raised(int descriptor) {
        if (descriptor < 0 || descriptor >= PassedSockets.LOWEST) {
            return descriptor;
        }
        int moved = Syscalls.fcntl(descriptor, F_DUPFD_CLOEXEC, PassedSockets.LOWEST);
        int errno = Native.getLastError();
        Syscalls.close(descriptor);
        Native.setLastError(errno);
        return moved;
    }

    private static SpawnException failure(ListenSocket socket, int errno, String more) {
        return SpawnException.of(STEP, "sockets: " + socket.address().text(), errno, more);
    }

    private static @Nullable Object file(ListenSocket socket) {
        return socket.address() instanceof Unix unix ? file(Path.of(unix.path())) : null;
    }

    private static @Nullable Object file(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    /** Applies the other properties of a socket with the same address. */
    Listener changed(ListenSocket other) {
        if (other.address() instanceof Unix unix) {
            Syscalls.chmod(NativeBlock.terminated(unix.path()), other.mode());
        }
        Syscalls.listen(descriptor, other.backlog());
        return new Listener(other, descriptor, file);
    }

    /** Another descriptor of the same socket; negative with errno if none is free. */
    int copy() {
        return Syscalls.fcntl(descriptor, F_DUPFD_CLOEXEC, PassedSockets.LOWEST);
    }

    void close() {
        Syscalls.close(descriptor);
    }

    /** Closes the socket, and removes the file of a Unix socket if it is still the same. */
    void end() {
        close();
        if (socket.address() instanceof Unix unix && file != null && Objects.equals(file, file(Path.of(unix.path())))) {
            Syscalls.unlink(NativeBlock.terminated(unix.path()));
        }
    }
}
