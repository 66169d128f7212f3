package io.meproc.logs;

import io.meproc.task.ReplicaId;
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
 * The files that children write to, made ready for {@link ProcessBuilder} to open by name. Between the two a
 * link could take the file's place, which only the owner of the log directory can do.
 */
public final class PortableLogs {
    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

    private final Path directory;
    private final LogAccess access;
    private final LogFolders folders;

    PortableLogs(Path directory, LogAccess access, LogFolders folders) {
        this.directory = directory;
        this.access = access;
        this.folders = folders;
    }

    /** Where the replica's log file is, or will be. */
    public Path file(ReplicaId replica) {
        return directory.resolve(replica.logFile()).toAbsolutePath();
    }

    /** The replica's log file, which exists and can be written. */
    public Path ready(ReplicaId replica) throws LogException {
        Path file = file(replica);
        folders.ready();
        folders.claim(replica.task());
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new LogException("log file " + file + ": "
                        + (Files.isSymbolicLink(file)
                                ? "it is a symbolic link, which Meproc does not follow"
                                : "it is no regular file"));
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
            return file;
        } catch (FileSystemException failed) {
            String reason = failed.getReason();
            throw new LogException("log file " + file + ": "
                    + (reason == null ? failed.getClass().getSimpleName() : reason));
        } catch (IOException failed) {
            throw new LogException("log file " + file + ": " + failed.getMessage());
        }
    }

    private static void touch(Path file) throws IOException {
        Files.newByteChannel(file, APPEND, OwnerOnly.attributes(file, "rw-------"))
                .close();
    }
}
