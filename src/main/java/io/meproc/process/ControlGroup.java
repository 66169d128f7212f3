package io.meproc.process;

import io.meproc.task.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group of one run.
 *
 * @param directory null where there are no such groups
 * @param run null where there are no such groups, and for a group that proves nothing any more
 * @param mayStay whether its members may outlive the run
 */
record ControlGroup(@Nullable Path directory, @Nullable Run run, boolean mayStay) {
    static final ControlGroup NONE = new ControlGroup(null, null, true);

    static final String MEMBERS = "cgroup.procs";
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
    private static final String EVENTS = "memory.events";
    private static final String KILLED = "oom_kill ";
    private static final String KILL = "cgroup.kill";

    /** Groups that members have made within it, down to this depth. */
    private static final int DEPTH = 4;

    /** What it is once its run is over. */
    ControlGroup afterwards() {
        return mayStay ? new ControlGroup(directory, null, true) : this;
    }

    /** The file that a process writes 0 into to become a member; null where there is none. */
    @Nullable
    String entrance() {
        return directory == null ? null : directory.resolve(MEMBERS).toString();
    }

    /**
     * Whether the kernel has ended one of its members because memory ran out, there or anywhere above. It does not report
     * which one, nor when.
     */
    boolean ranOut() {
        if (directory == null) {
            return false;
        }
        try {
            // Not a stream of the file: that fails with another exception, when a line is asked for.
            return Files.readAllLines(directory.resolve(EVENTS)).stream()
                    .filter(line -> line.startsWith(KILLED))
                    .anyMatch(line -> !line.substring(KILLED.length()).strip().equals("0"));
        } catch (IOException gone) {
            return false;
        }
    }

    /** The pids of its members, also of those in groups within it. */
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

    /** Each directory within another counts as a link to that. */
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

    /** Sends SIGKILL to all members at once, so that none can fork meanwhile (Linux 5.14). */
    void kill() {
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
