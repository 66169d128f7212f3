package io.meproc.process;

import com.sun.jna.Native;
import io.meproc.task.ReplicaId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Opens the files that children write to. The path is made of bytes, so that a task's name keeps its letters
 * in a supervisor that was started in the C locale. The supervisor opens, not the child: the reason of a
 * failure is then known, and a child waits for nothing.
 */
final class LogFiles {
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int O_APPEND = 0x400;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_SETFL = 4;

    private static final int FILE_MODE = 0600;
    private static final int DIRECTORY_MODE = 0700;

    private final String directory;
    private final byte[] prefix;
    private final int flags;

    LogFiles(Path directory, int noFollow) {
        this.directory = directory.toAbsolutePath() + "/";
        this.prefix = this.directory.getBytes(
                Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name())));
        // O_NONBLOCK: a FIFO in the place of a log file must not stop the supervisor until somebody reads it.
        this.flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | noFollow;
    }

    /** A descriptor that appends to the replica's log, closed in other programs; the caller closes it here. */
    int open(ReplicaId replica) throws SpawnException {
        refuseStrayNames(replica);
        byte[] path = path(replica.logFile());
        int descriptor = Syscalls.open(path, flags, FILE_MODE);
        if (descriptor < 0 && Native.getLastError() == Errno.ENOENT) {
            create(replica);
            descriptor = Syscalls.open(path, flags, FILE_MODE);
        }
        if (descriptor < 0) {
            throw new SpawnException("log file " + directory + replica.logFile() + ": " + why(Native.getLastError()));
        }
        Syscalls.fcntl(descriptor, F_SETFL, O_APPEND);
        return descriptor;
    }

    private void create(ReplicaId replica) throws SpawnException {
        if (Syscalls.mkdir(path(replica.task()), DIRECTORY_MODE) != 0 && Native.getLastError() != Errno.EEXIST) {
            throw new SpawnException(
                    "log directory " + directory + replica.task() + ": " + Errno.words(Native.getLastError()));
        }
    }

    private static String why(int errno) {
        return switch (errno) {
            case Errno.ELOOP -> "it is a symbolic link, which Meproc does not follow";
            case Errno.ENXIO -> "it is a FIFO that nobody reads, or a device";
            default -> Errno.words(errno);
        };
    }

    /** The last line of defence: names were checked long before. */
    private static void refuseStrayNames(ReplicaId replica) throws SpawnException {
        String task = replica.task();
        if (task.isEmpty() || task.startsWith(".") || task.indexOf('/') >= 0 || task.indexOf('\0') >= 0) {
            throw new SpawnException("'" + task + "' is no name for a log directory");
        }
    }

    /** The bytes of a path below the log directory, as a C string. */
    byte[] path(String relative) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(prefix);
        path.writeBytes(NativeBlock.terminated(relative));
        return path.toByteArray();
    }
}
