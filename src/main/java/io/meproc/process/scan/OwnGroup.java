package io.meproc.process.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The control group of version 2 that this process is in, see cgroups(7).
 *
 * @param proc the folder of proc(5) for this process
 */
public record OwnGroup(Path proc) {
    static final String UNIFIED = "0::";

    /** The group into which this process moves, below its own, see {@link ControlGroups}. */
    static final String SUPERVISOR = "supervisor";

    private static final String TYPE = "cgroup2";
    private static final String MARK = "delegate";

    // A line of mountinfo, see proc(5): "36 35 0:25 /root /mounted/at options - type source options".
    private static final int ROOT = 3;
    private static final int MOUNTED_AT = 4;

    public static OwnGroup ofThisProcess() {
        return new OwnGroup(Path.of("/proc/self"));
    }

    /**
     * The directory of the group if it was delegated to this process; otherwise null. systemd marks delegated groups
     * ({@code Delegate=yes}); in a container with write access the group has no other processes.
     */
    @Nullable
    Path delegated() {
        try {
            Path group = directory();
            boolean ours = group != null
                    && Files.isWritable(group)
                    && Files.isWritable(group.resolve(ControlGroup.MEMBERS))
                    && (isMarked(group) || isTopOfContainer(group));
            return ours ? group : null;
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private @Nullable Path directory() throws IOException {
        Optional<String> path = path();
        Optional<String[]> mount = Files.readAllLines(proc.resolve("mountinfo")).stream()
                .filter(line -> line.contains(" - " + TYPE + " "))
                .map(line -> line.split(" ", -1))
                .findFirst();
        if (path.isEmpty() || mount.isEmpty() || !path.get().startsWith(mount.get()[ROOT])) {
            return null;
        }
        String below = path.get().substring(mount.get()[ROOT].length());
        return Path.of(mount.get()[MOUNTED_AT], below);
    }

    /** The path of the group in {@code /proc/PID/cgroup}; empty without version 2. */
    Optional<String> path() throws IOException {
        return Files.readAllLines(proc.resolve("cgroup")).stream()
                .filter(line -> line.startsWith(UNIFIED))
                .map(line -> line.substring(UNIFIED.length()))
                // An earlier version has moved this process before an upgrade.
                .map(path -> path.endsWith("/" + SUPERVISOR) ? parent(path) : path)
                .findFirst();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private static boolean isMarked(Path group) {
        UserDefinedFileAttributeView marks = Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
        try {
            if (marks == null || !marks.list().contains(MARK)) {
                return false;
            }
            ByteBuffer value = ByteBuffer.allocate(marks.size(MARK));
            marks.read(MARK, value);
            return List.of("1", "yes")
                    .contains(StandardCharsets.UTF_8.decode(value.flip()).toString());
        } catch (IOException unsupported) {
            return false;
        }
    }

    /** Whether the group is the top of a container; the machine's own top group has no type. */
    private boolean isTopOfContainer(Path group) throws IOException {
        return path().filter("/"::equals).isPresent() && Files.exists(group.resolve("cgroup.type"));
    }
}
