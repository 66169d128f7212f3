package io.meproc.process.scan;

import io.meproc.task.GroupUse;
import io.meproc.task.Run;
import io.meproc.task.exit.Observations.MemoryEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group of one run.
 *
 * @param directory null without control groups
 * @param run null without control groups, and for a group that no longer proves membership
 * @param mayStay whether its members may outlive the run
 * @param limited whether it limits its members, so that a process of the run must not be outside of it
 */
public record ControlGroup(
        @Nullable Path directory, @Nullable Run run, boolean mayStay, boolean limited) {
    public static final ControlGroup NONE = new ControlGroup(null, null, true, false);

    /** A group without limits. */
    public ControlGroup(@Nullable Path directory, @Nullable Run run, boolean mayStay) {
        this(directory, run, mayStay, false);
    }

    static final String MEMBERS = "cgroup.procs";
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
    private static final String EVENTS = "memory.events";
    private static final String CURRENT = "memory.current";
    private static final String PRESSURE = "some avg10=";
    private static final String THROTTLED = "throttled_usec ";
    private static final String PEAK = "memory.peak";
    private static final String KILLED = "oom_kill ";
    private static final String KILL = "cgroup.kill";

    /** The depth to which groups that members have created within it are followed. */
    private static final int DEPTH = 4;

    /** The group after the end of its run. */
    ControlGroup afterwards() {
        return mayStay ? new ControlGroup(directory, null, true) : this;
    }

    /** The file to which a process writes 0 to become a member; null without a group. */
    @Nullable
    public String entrance() {
        return directory == null ? null : directory.resolve(MEMBERS).toString();
    }

    /**
     * Whether the kernel has ended a process in this group or above it because memory ran out. The kernel reports
     * neither which process nor when.
     */
    public boolean ranOut() {
        if (directory == null) {
            return false;
        }
        try {
            // Not a stream of the file, which would fail with another exception when a line is read.
            return Files.readAllLines(directory.resolve(EVENTS)).stream()
                    .filter(line -> line.startsWith(KILLED))
                    .anyMatch(line -> !line.substring(KILLED.length()).strip().equals("0"));
        } catch (IOException gone) {
            return false;
        }
    }

    /** The memory that its members have used, and the events of its limits; null if it does not count memory. */
    public @Nullable MemoryEvents memory() {
        if (directory == null) {
            return null;
        }
        try {
            Map<String, Long> counts = new HashMap<>();
            for (String line : Files.readAllLines(directory.resolve(EVENTS))) {
                String[] words = line.split(" ", 2);
                counts.put(words[0], Long.parseLong(words[1].strip()));
            }
            return new MemoryEvents(
                    peak(directory),
                    counts.getOrDefault("high", 0L),
                    counts.getOrDefault("max", 0L),
                    counts.getOrDefault("oom", 0L),
                    counts.getOrDefault("oom_kill", 0L));
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    /** The use of resources by its members; 0 for each resource that it does not count. */
    GroupUse use() {
        Path group = Objects.requireNonNull(directory);
        return new GroupUse(
                memoryInUse(),
                figure(group.resolve("memory.pressure"), PRESSURE),
                number(group.resolve("pids.current")),
                Duration.of((long) figure(group.resolve("cpu.stat"), THROTTLED), ChronoUnit.MICROS));
    }

    /** The number in a file after a text; 0 without it. */
    private static double figure(Path file, String before) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(before)) {
                    return Double.parseDouble(line.substring(before.length()).split(" ", 2)[0]);
                }
            }
        } catch (IOException | NumberFormatException missing) {
            LOG.debug("{} can't be read", file, missing);
        }
        return 0;
    }

    /** The memory that its members use, with the page cache that they have filled, in bytes; 0 if it is unknown. */
    public long memoryInUse() {
        return directory == null ? 0 : number(directory.resolve(CURRENT));
    }

    private static long peak(Path group) {
        return number(group.resolve(PEAK));
    }

    /** The number in a file; 0 for a file that is missing, as some are on older kernels. */
    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException missing) {
            return 0;
        }
    }

    /** The pids of its members, including those in groups within it. */
    IntStream members() {
        if (directory == null) {
            return IntStream.empty();
        }
        try (Stream<Path> groups =
                hasGroups() ? Files.find(directory, DEPTH, (path, what) -> what.isDirectory()) : Stream.of(directory)) {
            return IntStream.of(groups.flatMapToInt(ControlGroup::membersOf).toArray());
        } catch (IOException gone) {
            return IntStream.empty();
        }
    }

    /** Whether it contains groups; each directory within another one counts as a link to it. */
    private boolean hasGroups() throws IOException {
        return directory != null && (Integer) Files.getAttribute(directory, "unix:nlink") > 2;
    }

    private static IntStream membersOf(Path group) {
        try {
            // 0 is a process of another pid namespace.
            return Files.readAllLines(group.resolve(MEMBERS)).stream()
                    .mapToInt(Integer::parseInt)
                    .filter(pid -> pid > 0);
        } catch (IOException gone) {
            return IntStream.empty();
        }
    }

    /** Sends SIGKILL to all members at once, so that none can fork in between (Linux 5.14). */
    public void kill() {
        if (directory == null) {
            return;
        }
        Path kill = directory.resolve(KILL);
        try {
            if (Files.exists(kill)) {
                Files.writeString(kill, "1");
            }
        } catch (IOException refused) {
            LOG.debug("The members of {} can't be killed together", directory, refused);
        }
    }
}
