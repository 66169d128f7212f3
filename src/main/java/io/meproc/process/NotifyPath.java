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
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The place of the socket for sd_notify(3): a path, since not every client knows abstract addresses. It is the same for each
 * service process on a data directory, so that the runs of an earlier one reach the next.
 */
final class NotifyPath {
    /** The size of sun_path without the final NUL (unix(7)). */
    private static final int LONGEST = 107;

    private static final String NAME = "notify";
    private static final Path RUN = Path.of("/run");
    private static final Path TMP = Path.of("/tmp");
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9-]");
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private NotifyPath() {}

    /**
     * The path; nothing is created.
     *
     * @param directory a folder of the service; its path may be too long, and other users can't enter it
     */
    static Path of(Path directory, String instanceId) {
        String name = "meproc-" + UNSAFE.matcher(instanceId).replaceAll("_");
        if (Privileges.own().uid() == 0 && Files.isDirectory(RUN)) {
            // Tasks of other users send messages, too.
            return RUN.resolve(name).resolve(NAME);
        }
        Path own = directory.toAbsolutePath().normalize().resolve(NAME);
        return fits(own) ? own : TMP.resolve(name).resolve(NAME);
    }

    static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /** Creates the folder of a path if it is not one of the service; fails if others may write there. */
    static void prepare(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.getParent());
        if (!isOwn(folder)) {
            return;
        }
        Set<PosixFilePermission> permissions = RUN.equals(folder.getParent()) ? PASSABLE : PRIVATE;
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
            Files.setPosixFilePermissions(folder, permissions);
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean ours = found.isDirectory()
                && found.owner().equals(Files.getOwner(Path.of("/proc/self")))
                && found.permissions().equals(permissions);
        if (!ours) {
            throw new IOException(folder + " is not a folder of this user that nobody else may write to");
        }
    }

    /** Removes the socket, and the folder that was created for it. */
    static void remove(Path path) throws IOException {
        Files.deleteIfExists(path);
        Path folder = Objects.requireNonNull(path.getParent());
        if (isOwn(folder)) {
            Files.deleteIfExists(folder);
        }
    }

    private static boolean isOwn(Path folder) {
        return RUN.equals(folder.getParent()) || TMP.equals(folder.getParent());
    }
}
