package io.meproc.process.scan;

import io.meproc.task.GroupUse;
import io.meproc.task.Run;
import io.meproc.task.limit.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control group for each run, which proves that its members belong to the run: only an account that may write to
 * the group could have moved another process into it, and that account could as well have signalled the process.
 * Where memory is accounted in such groups, the kernel also reports whether it ended a member because memory ran out:
 * see memory.events in the kernel's admin-guide/cgroup-v2.rst.
 *
 * <p>Groups can be created if the supervisor's own group was delegated to it, see {@link OwnGroup}. A group can have
 * members, or groups below it that account memory, but not both; so the supervisor first moves into a group of its
 * own.
 */
public final class ControlGroups implements Membership {
    /** The old groups that one spawn tries to remove, so that its cost does not depend on their number. */
    static final int RETRIES = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
    private static final String RUN = "run-";

    private final @Nullable Path parent;
    private final GroupLimits limits;

    /** The beginning of a line of /proc/PID/cgroup for the members of these groups. */
    private final String prefix;

    /** The groups of the runs that are not over, by incarnation. */
    private final Map<Long, ControlGroup> groups = new ConcurrentHashMap<>();

    /** The groups of ended runs with members that have not ended; the one that was tried longest ago first. */
    private final Deque<ControlGroup> inUse = new ArrayDeque<>();

    private ControlGroups(@Nullable Path parent, String prefix) {
        this.parent = parent;
        this.limits = new GroupLimits(parent);
        this.prefix = prefix;
    }

    /** The groups below the supervisor's own one if it is delegated, otherwise none. */
    public static ControlGroups find(OwnGroup own) {
        Path directory = own.delegated();
        if (directory == null) {
            return none();
        }
        try {
            String path = own.path().filter(each -> !each.equals("/")).orElse("");
            Delegation.divide(directory);
            LOG.info("Each run has a control group, in {}", directory);
            ControlGroups groups = new ControlGroups(directory, OwnGroup.UNIFIED + path + "/" + RUN);
            groups.removeOld(directory);
            return groups;
        } catch (IOException refused) {
            LOG.info("Runs have no control groups: {}", refused.getMessage());
            return none();
        }
    }

    /** No groups; this process stays in its group. */
    public static ControlGroups none() {
        return new ControlGroups(null, "");
    }

    private void removeOld(Path directory) {
        try (Stream<Path> old = Files.list(directory)) {
            old.filter(group -> group.getFileName().toString().startsWith(RUN))
                    .map(group -> new ControlGroup(group, null, true))
                    .filter(group -> !remove(group))
                    .forEach(inUse::add);
        } catch (IOException unreadable) {
            LOG.debug("{} can't be listed", directory, unreadable);
        }
    }

    /** Why limits can't be applied here, with the name of the field; null if they can. */
    public @Nullable String obstacle(Limits wanted) {
        return limits.obstacle(wanted);
    }

    /** A new group without limits for a run. */
    public ControlGroup of(Run run, boolean mayStay) {
        try {
            return of(run, mayStay, Limits.DEFAULT);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * A new group for a run. Fails if it can't have these limits.
     *
     * @param mayStay whether its members may outlive the run
     */
    public ControlGroup of(Run run, boolean mayStay, Limits wanted) throws IOException {
        boolean limited = wanted.needsGroup();
        if (parent == null && !limited) {
            return ControlGroup.NONE;
        } else if (parent == null) {
            throw new IOException(limits.obstacle(wanted));
        }
        retry();
        Path directory = parent.resolve(RUN + run.incarnation());
        try {
            Delegation.make(directory);
            ControlGroup group = new ControlGroup(directory, run, mayStay, limited);
            groups.put(run.incarnation(), group);
            if (limited) {
                limits.begin(group, wanted);
            }
            return group;
        } catch (IOException full) {
            if (limited) {
                release(new ControlGroup(directory, run, mayStay));
                throw full;
            }
            LOG.warn("{} has no control group: {}", run.replica(), full.getMessage());
            return ControlGroup.NONE;
        }
    }

    /** Replaces the limits of a run. */
    public void limit(ControlGroup group, Limits wanted) throws IOException {
        limits.change(group, wanted);
    }

    /** The use of resources by the runs with limits. */
    public Map<Run, GroupUse> use() {
        return limits.use();
    }

    /** Weighs the processes of a group by this niceness, where they are weighed by group. */
    public void weigh(ControlGroup group, int nice) {
        limits.weigh(group, nice);
    }

    /** The group of a run that an earlier service process has started; {@link ControlGroup#NONE} if it had none. */
    public ControlGroup adopt(Run run, boolean mayStay) {
        Path directory = parent == null ? null : parent.resolve(RUN + run.incarnation());
        if (directory == null || !Files.isDirectory(directory)) {
            return ControlGroup.NONE;
        }
        ControlGroup group = new ControlGroup(directory, run, mayStay);
        synchronized (inUse) {
            inUse.removeIf(old -> directory.equals(old.directory()));
        }
        groups.put(run.incarnation(), group);
        return group;
    }

    /** Whether a process is in the group of a run, also before that run is adopted. */
    public boolean contains(Run run, int pid) {
        return parent != null
                && ProcFiles.lines(pid, "cgroup")
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> line.substring(prefix.length()).split("/", 2)[0])
                        .anyMatch(Long.toString(run.incarnation())::equals);
    }

    /** Removes the group of an ended run. While it has live members it stays, and proves their membership. */
    public void release(ControlGroup group) {
        if (group.run() == null) {
            return;
        }
        synchronized (inUse) {
            if (!remove(group)) {
                inUse.add(group.afterwards());
            }
        }
        groups.remove(group.run().incarnation());
        limits.over(group);
    }

    private void retry() {
        synchronized (inUse) {
            for (int left = Math.min(RETRIES, inUse.size()); left > 0; left--) {
                ControlGroup oldest = inUse.remove();
                if (!remove(oldest)) {
                    inUse.add(oldest);
                }
            }
        }
    }

    private static boolean remove(ControlGroup group) {
        try {
            Files.deleteIfExists(Objects.requireNonNull(group.directory()));
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    @Override
    public Map<Integer, Run> members(Set<Run> runs) {
        List<ControlGroup> asked = new ArrayList<>();
        synchronized (inUse) {
            inUse.stream().filter(group -> group.run() != null).forEach(asked::add);
        }
        for (Run run : runs) {
            ControlGroup group = groups.get(run.incarnation());
            if (group != null) {
                asked.add(group);
            }
        }
        Map<Integer, Run> members = new HashMap<>();
        asked.forEach(group -> group.members().forEach(pid -> members.put(pid, group.run())));
        return members;
    }

    @Override
    public @Nullable Run of(int pid) {
        return groups.isEmpty()
                ? null
                : ProcFiles.lines(pid, "cgroup")
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> line.substring(prefix.length()).split("/", 2)[0])
                        .map(this::runOf)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable Run runOf(String incarnation) {
        try {
            ControlGroup group = groups.get(Long.parseLong(incarnation));
            return group == null ? null : group.run();
        } catch (NumberFormatException other) {
            return null;
        }
    }
}
