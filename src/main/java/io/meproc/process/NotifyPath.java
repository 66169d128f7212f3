package io.meproc.process;

import io.meproc.process.account.Privileges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The place of the socket for sd_notify(3): a path, since not every client knows abstract addresses. It is the same for each
 * service process on a data directory, so that the runs of an earlier one reach the next.
 */
final class NotifyPath {
    /** The size of sun_path without the final NUL (unix(7)). */
    private static final int LONGEST = 107;

    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private NotifyPath() {}

    /**
     * The path, whose folder exists then.
     *
     * @param directory a folder of the service; its path may be too long, and other users can't enter it
     */
    static Path of(Path directory, String instanceId) throws IOException {
        String name = "meproc-" + Integer.toHexString(instanceId.hashCode()) + instanceId.length();
        if (Privileges.own().uid() == 0 && Files.isDirectory(Path.of("/run"))) {
            // Tasks of other users send messages, too.
            return owned(Path.of("/run").resolve(name), PASSABLE).resolve("notify");
        }
        Path own = directory.toAbsolutePath().normalize().resolve("notify");
        return fits(own) ? own : owned(Path.of("/tmp").resolve(name), PRIVATE).resolve("notify");
    }

    static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /** A folder of this process's user, which nobody else may write to. */
    private static Path owned(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
            Files.setPosixFilePermissions(folder, permissions);
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean ours = found.isDirectory()
                && found.owner().equals(Files.getOwner(Path.of("/proc/self")))
                && List.of(PASSABLE, PRIVATE).contains(found.permissions());
        if (!ours) {
            throw new IOException(folder + " is not a folder of this user that nobody else may write to");
        }
        return folder;
    }
}
