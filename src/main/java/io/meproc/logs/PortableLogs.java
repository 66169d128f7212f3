package io.meproc.logs;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Prepares the files that children write to, which {@link ProcessBuilder} opens by name. Between the two steps a link
 * could replace the file, but only by the owner of the log directory.
 */
public final class PortableLogs {
    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

    private final Path directory;
    private final LogAccess access;
    private final LogFolders folders;
    private final RunOffsets runs;

    PortableLogs(Path directory, LogAccess access, LogFolders folders, RunOffsets runs) {
        this.directory = directory;
        this.access = access;
        this.folders = folders;
        this.runs = runs;
    }

    /** The path of the replica's log file, which may not exist yet. */
    public Path file(ReplicaId replica) {
        return directory.resolve(replica.logFile()).toAbsolutePath();
    }

    /** Creates the replica's log file if it is missing; fails if it can't be written. */
    public ReadyLog ready(ReplicaId replica) throws LogException {
        Path file = file(replica);
        folders.ready();
        folders.claim(replica.task());
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new LogException("log file " + file + ": "
                        + (Files.isSymbolicLink(file)
                                ? "it is a symbolic link, which Meproc does not follow"
                                : "it is not a regular file"));
            }
            try {
                touch(file);
            } catch (NoSuchFileException missing) {
                folders.missing(replica.task());
                Path parent = directory.resolve(replica.task());
                Files.createDirectories(parent, OwnerOnly.attributes(parent, "rwx------"));
                touch(file);
            }
            access.applyTo(directory.resolve(replica.task()));
            access.applyTo(file);
            folders.found(replica.task());
            return new ReadyLog(file, ReplicaLog.BASE + Files.size(file));
        } catch (FileSystemException failed) {
            String reason = failed.getReason();
            throw new LogException("log file " + file + ": "
                    + (reason == null ? failed.getClass().getSimpleName() : reason));
        } catch (IOException failed) {
            throw new LogException("log file " + file + ": " + failed.getMessage());
        }
    }

    /** A run has begun with a log that was made ready for it; {@code offset} is that log's {@link ReadyLog#begin}. */
    public void begun(Run run, long offset) {
        runs.add(run, offset);
    }

    private static void touch(Path file) throws IOException {
        Files.newByteChannel(file, APPEND, OwnerOnly.attributes(file, "rw-------"))
                .close();
    }
}
