package io.meproc;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A control group that is marked as delegated, as systemd does with {@code Delegate=yes}. */
record DelegatedGroup(Path path) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A new group; where none can be made, the test is skipped. */
    static DelegatedGroup make(String... controllers) throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("only root may make control groups here")
                .isEqualTo("root");
        Path mount = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(" - cgroup2 "))
                .map(line -> Path.of(line.split(" ", -1)[4]))
                .findFirst()
                .orElse(Path.of("/nowhere"));
        assumeThat(Files.isWritable(mount))
                .as("control groups can be made in %s", mount)
                .isTrue();
        Path group = Files.createDirectory(
                mount.resolve("meproc-test-" + ProcessHandle.current().pid()));
        Files.getFileAttributeView(group, UserDefinedFileAttributeView.class)
                .write("delegate", StandardCharsets.UTF_8.encode("1"));
        DelegatedGroup made = new DelegatedGroup(group);
        try {
            assumeThat(Files.readString(group.resolve("cgroup.controllers")).split("\\s+"))
                    .as("the controllers that %s hands down", mount)
                    .containsAll(Arrays.asList(controllers));
        } catch (RuntimeException skipped) {
            made.close();
            throw skipped;
        }
        return made;
    }

    /**
     * The packaged service in this group; a second one in the group that the first one has made for itself, as systemd does
     * with {@code DelegateSubgroup=supervisor}, since a group that hands controllers down takes no processes.
     */
    RunningService start(Path directory) throws IOException {
        Path own = path.resolve("supervisor");
        Path members = (Files.exists(own) ? own : path).resolve("cgroup.procs");
        return RunningService.startBy("echo 0 > " + members + " && exec ./meproc --port 0", directory, Map.of());
    }

    @Override
    public void close() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Stream<Path> below = Files.find(path, 5, (each, what) -> what.isDirectory())) {
                for (Path directory : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(directory);
                }
            }
        });
    }
}
