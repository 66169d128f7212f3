package io.meproc.logs;

import io.meproc.task.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Finds the file to which a process writes after its log was moved or removed, by its standard output in proc(5). */
final class LogWhereabouts {
    static final String REMOVED = "removed";
    private static final String DELETED = " (deleted)";

    private LogWhereabouts() {}

    /** The file to which a live process of a replica writes instead of its log; empty if it writes to its log. */
    static Optional<String> elsewhere(long pid, ReplicaId replica, Path logDirectory) {
        Path output = Path.of("/proc/" + pid + "/fd/1");
        try {
            String target = Files.readSymbolicLink(output).toString();
            if (!target.startsWith(logDirectory.toAbsolutePath().normalize() + "/")) {
                // The process has redirected its output itself.
                return Optional.empty();
            }
            Path log = logDirectory.resolve(replica.logFile());
            Object written =
                    Files.readAttributes(output, BasicFileAttributes.class).fileKey();
            boolean same = Files.exists(log)
                    && Files.readAttributes(log, BasicFileAttributes.class)
                            .fileKey()
                            .equals(written);
            return same ? Optional.empty() : Optional.of(target.endsWith(DELETED) ? REMOVED : target);
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }
}
