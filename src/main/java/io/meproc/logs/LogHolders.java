package io.meproc.logs;

import io.meproc.linux.Pids;
import io.meproc.task.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the replica for which a process writes, by its output; also if the log was moved or removed since.
 *
 * @param directory the directory of the logs
 */
public record LogHolders(Path directory) {
    /** The form of {@link ReplicaId#logFile}, possibly with a suffix after a rename. */
    private static final Pattern LOG = Pattern.compile("([^/]+)/(\\d{1,5})\\.log.*");

    /** The suffix that the kernel adds to the path, see proc(5). */
    private static final String REMOVED = " (deleted)";

    private static final String OWNER = "unix:uid";
    private static final Path SELF = Path.of("/proc/self");
    private static final int[] OUTPUTS = {1, 2};

    /** The replica whose log is the standard output or the error output of a process; null for none. */
    public @Nullable ReplicaId replica(int pid) {
        for (int descriptor : OUTPUTS) {
            ReplicaId replica = writtenTo(Path.of("/proc/" + pid + "/fd/" + descriptor));
            if (replica != null) {
                return replica;
            }
        }
        return null;
    }

    /** The tasks whose logs are written by processes that this process may inspect. */
    Set<String> tasks() {
        return Pids.all()
                .mapToObj(this::replica)
                .flatMap(Stream::ofNullable)
                .map(ReplicaId::task)
                .collect(Collectors.toSet());
    }

    /**
     * Whether a descriptor is open for writing, unlike that of a reader, and refers to that file in this mount
     * namespace; in another one, any user can have any path. A file that was removed is recognised by its owner,
     * which is this process's user.
     */
    private static boolean isOurs(Path descriptor, String file) throws IOException {
        boolean written = Files.getPosixFilePermissions(descriptor, LinkOption.NOFOLLOW_LINKS)
                .contains(PosixFilePermission.OWNER_WRITE);
        return written
                && (file.endsWith(REMOVED)
                        ? Files.getAttribute(descriptor, OWNER).equals(Files.getAttribute(SELF, OWNER))
                        : Files.isSameFile(descriptor, Path.of(file)));
    }

    private @Nullable ReplicaId writtenTo(Path descriptor) {
        try {
            String file = Files.readSymbolicLink(descriptor).toString();
            if (!isOurs(descriptor, file)) {
                return null;
            }
            String prefix = directory.toAbsolutePath().normalize() + "/";
            Matcher log = LOG.matcher(file.startsWith(prefix) ? file.substring(prefix.length()) : "");
            return log.matches() ? new ReplicaId(log.group(1), Integer.parseInt(log.group(2))) : null;
        } catch (IOException | IllegalArgumentException secret) {
            return null;
        }
    }
}
