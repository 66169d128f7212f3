package io.meproc.process;

import io.meproc.task.Run;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control group for each run, in which the kernel counts whom it has ended because memory ran out; see the section
 * on memory.events in the kernel's admin-guide/cgroup-v2.rst. Only there, since a SIGKILL alone does not tell who sent it.
 *
 * <p>Groups can be made where the supervisor's own one was handed to it, see {@link OwnGroup}. A group can have
 * members or groups below it that count memory, not both; so the supervisor moves into one of its own first.
 */
final class MemoryGroups {
    static final String MEMBERS = "cgroup.procs";
    private static final Logger LOG = LoggerFactory.getLogger(MemoryGroups.class);
    private static final String BELOW = "cgroup.subtree_control";
    private static final String OWN = "supervisor";
    private static final String RUN = "run-";

    private final @Nullable Path parent;

    /** Old groups that one spawn tries to take away, so that it costs the same however many there are. */
    static final int RETRIES = 8;

    /** Of runs that are over, but for members that had left them; the one that was tried longest ago first. */
    private final Deque<Path> inUse = new ArrayDeque<>();

    private MemoryGroups(@Nullable Path parent) {
        this.parent = parent;
    }

    /** Where the supervisor may make such groups, or none at all. */
    static MemoryGroups find(OwnGroup own) {
        Path directory = own.delegated();
        if (directory == null || !divide(directory)) {
            return new MemoryGroups(null);
        }
        LOG.info("The kernel tells of each run whether its memory ran out, in {}", directory);
        MemoryGroups groups = new MemoryGroups(directory);
        groups.removeOld(directory);
        return groups;
    }

    /** None at all; this process stays in the group that it is in. */
    static MemoryGroups none() {
        return new MemoryGroups(null);
    }

    private static boolean divide(Path group) {
        try {
            make(group.resolve(OWN));
            String self = Long.toString(ProcessHandle.current().pid());
            Files.writeString(group.resolve(OWN).resolve(MEMBERS), self);
            try {
                Files.writeString(group.resolve(BELOW), "+memory");
                return true;
            } catch (IOException refused) {
                Files.writeString(group.resolve(MEMBERS), self);
                Files.deleteIfExists(group.resolve(OWN));
                throw refused;
            }
        } catch (IOException refused) {
            LOG.info("Runs that end because memory ran out can't be told from others: {}", refused.getMessage());
            return false;
        }
    }

    private static void make(Path group) throws IOException {
        try {
            Files.createDirectory(group);
        } catch (FileAlreadyExistsException earlier) {
            // Left by an earlier life of the supervisor.
        }
    }

    private void removeOld(Path directory) {
        try (Stream<Path> groups = Files.list(directory)) {
            groups.filter(group -> group.getFileName().toString().startsWith(RUN))
                    .forEach(this::remove);
        } catch (IOException unreadable) {
            LOG.debug("{} can't be listed", directory, unreadable);
        }
    }

    /** A new group for a run. */
    MemoryGroup of(Run run) {
        if (parent == null) {
            return MemoryGroup.NONE;
        }
        retry();
        Path group = parent.resolve(RUN + run.incarnation());
        try {
            make(group);
            return new MemoryGroup(group);
        } catch (IOException full) {
            LOG.warn("{} has no control group: {}", run.replica(), full.getMessage());
            return MemoryGroup.NONE;
        }
    }

    /** Takes the group of a run away that is over. */
    void release(MemoryGroup group) {
        if (group.directory() != null) {
            remove(group.directory());
        }
    }

    private void retry() {
        List<Path> oldest = new ArrayList<>();
        synchronized (inUse) {
            while (oldest.size() < RETRIES && !inUse.isEmpty()) {
                oldest.add(inUse.remove());
            }
        }
        oldest.forEach(this::remove);
    }

    private void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException busy) {
            synchronized (inUse) {
                inUse.add(group);
            }
        }
    }
}
