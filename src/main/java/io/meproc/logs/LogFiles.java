package io.meproc.logs;

import com.sun.jna.Native;
import io.meproc.linux.Descriptors;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Opens the files that children write to. The path is passed as bytes, so that it is correct also if the supervisor
 * was started in the C locale. The supervisor opens the file and not the child, so that the reason of a failure is
 * known and the child does not wait.
 */
public final class LogFiles {
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int O_APPEND = 0x400;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_SETFL = 4;
    private static final int SEEK_END = 2;

    /** Leaves the owner or group unchanged, see chown(2). */
    public static final int SAME = -1;

    private static final int FILE_MODE = 0600;
    private static final int DIRECTORY_MODE = 0700;

    private final String directory;
    private final LogFolders folders;
    private final LogAccess access;
    private final RunOffsets runs;
    private final int group;
    private final byte[] prefix;
    private final int flags;

    LogFiles(Path directory, LogAccess access, LogFolders folders, RunOffsets runs, int group, int noFollow) {
        this.access = access;
        this.group = group;
        this.directory = directory.toAbsolutePath() + "/";
        this.folders = folders;
        this.runs = runs;
        this.prefix = this.directory.getBytes(
                Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name())));
        // O_NONBLOCK: opening a FIFO in place of a log file must not block until a reader opens it.
        this.flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | noFollow;
    }

    /** The path of a replica's log for messages. */
    public String shown(ReplicaId replica) {
        return directory + replica.logFile();
    }

    /** Opens the replica's log for appending, with close-on-exec; the caller closes the descriptor. */
    public OpenLog open(ReplicaId replica) throws LogException {
        refuseInvalidName(replica);
        folders.ready();
        folders.claim(replica.task());
        byte[] path = path(replica.logFile());
        int descriptor = Syscalls.open(path, flags, FILE_MODE);
        if (descriptor < 0 && Native.getLastError() == Errno.ENOENT) {
            create(replica);
            descriptor = Syscalls.open(path, flags, FILE_MODE);
        }
        if (descriptor < 0) {
            int errno = Native.getLastError();
            throw refused(directory + replica.logFile(), errno);
        }
        if (Syscalls.fcntl(descriptor, F_SETFL, O_APPEND) < 0) {
            int errno = Native.getLastError();
            Syscalls.close(descriptor);
            throw refused(directory + replica.logFile(), errno);
        }
        share(replica, descriptor);
        folders.found(replica.task());
        int usable = Descriptors.aboveStandard(descriptor);
        if (usable < 0) {
            throw LogException.of("log file", Native.getLastError());
        }
        // A pipe has no end, and a log in its place no offsets.
        return new OpenLog(usable, ReplicaLog.BASE + Math.max(0, Syscalls.lseek(usable, 0, SEEK_END)));
    }

    /** A run has begun with a log that was opened for it; {@code offset} is that log's {@link OpenLog#begin}. */
    public void begun(Run run, long offset) {
        runs.add(run, offset);
    }

    /** Sets the configured access, also on files that were created before it was configured. */
    private void share(ReplicaId replica, int descriptor) throws LogException {
        if (access.isPrivate()) {
            return;
        }
        byte[] folder = path(replica.task());
        boolean shared = (group == SAME
                        || (Syscalls.fchown(descriptor, SAME, group) == 0 && Syscalls.chown(folder, SAME, group) == 0))
                && Syscalls.fchmod(descriptor, access.mode()) == 0
                && Syscalls.chmod(folder, access.directoryMode()) == 0;
        if (!shared) {
            int errno = Native.getLastError();
            Syscalls.close(descriptor);
            throw LogException.of("log file " + directory + replica.logFile() + ": mode and group", errno);
        }
    }

    /** Checks that {@link #open} would succeed; fails as it would. */
    public void probe(ReplicaId replica) throws LogException {
        Syscalls.close(open(replica).descriptor());
    }

    private void create(ReplicaId replica) throws LogException {
        try {
            folders.missing(replica.task());
        } catch (IOException failed) {
            throw new LogException("log directory " + directory + ": " + failed.getMessage());
        }
        if (Syscalls.mkdir(path(replica.task()), DIRECTORY_MODE) != 0 && Native.getLastError() != Errno.EEXIST) {
            throw LogException.of("log directory " + directory + replica.task(), Native.getLastError());
        }
    }

    private static LogException refused(String file, int errno) {
        String why = switch (errno) {
            case Errno.ELOOP -> "it is a symbolic link, which Meproc does not follow";
            case Errno.ENXIO -> "it is a FIFO without a reader, or a device";
            default -> Errno.words(errno);
        };
        return LogException.withWords("log file " + file + ": " + why, errno);
    }

    /** A second check of the name, which was already validated as a task name. */
    private static void refuseInvalidName(ReplicaId replica) throws LogException {
        String task = replica.task();
        if (task.isEmpty() || task.startsWith(".") || task.indexOf('/') >= 0 || task.indexOf('\0') >= 0) {
            throw new LogException("'" + task + "' is not a valid name for a log directory");
        }
    }

    /** The bytes of a path below the log directory, as a C string. */
    public byte[] path(String relative) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(prefix);
        path.writeBytes(NativeBlock.terminated(relative));
        return path.toByteArray();
    }
}
