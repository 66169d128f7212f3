package io.meproc.logs;

import io.meproc.task.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Where a process writes whose log was moved or removed under it, by its standard output in proc(5). */
final class LogWhereabouts {
    static final String REMOVED = "removed";
    private static final String DELETED = " (deleted)";

    private LogWhereabouts() {}

    /** The file that has the output of a live process of a replica in place of its log; empty when that is the right one. */
    static Optional<String> elsewhere(long pid, ReplicaId replica, Path logDirectory) {
        Path output = Path.of("/proc/" + pid + "/fd/1");
        try {
            String target = Files.readSymbolicLink(output).toString();
            if (!target.startsWith(logDirectory.toAbsolutePath().normalize() + "/")) {
                // It has redirected its output itself.
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
