package io.meproc.process;

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
 * @param proc where proc(5) tells about this process
 */
record OwnGroup(Path proc) {
    static final String UNIFIED = "0::";
    private static final String TYPE = "cgroup2";
    private static final String MARK = "delegate";

    // Of a line in mountinfo, see proc(5): "36 35 0:25 /root /mounted/at options - type source options".
    private static final int ROOT = 3;
    private static final int MOUNTED_AT = 4;

    static OwnGroup ofThisProcess() {
        return new OwnGroup(Path.of("/proc/self"));
    }

    /**
     * Its directory, if whoever runs this machine has handed it over: systemd marks such groups ({@code Delegate=yes}),
     * and a container that may write has no other process in its group. Null otherwise.
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

    /** As proc(5) shows it in {@code /proc/PID/cgroup}; empty where there is no version 2. */
    Optional<String> path() throws IOException {
        return Files.readAllLines(proc.resolve("cgroup")).stream()
                .filter(line -> line.startsWith(UNIFIED))
                .map(line -> line.substring(UNIFIED.length()))
                .findFirst();
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

    /** The machine's own topmost group has no type. */
    private boolean isTopOfContainer(Path group) throws IOException {
        return path().filter("/"::equals).isPresent() && Files.exists(group.resolve("cgroup.type"));
    }
}
