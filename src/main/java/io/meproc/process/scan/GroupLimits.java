package io.meproc.process.scan;

import io.meproc.task.GroupUse;
import io.meproc.task.Run;
import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Size;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies limits to control groups, see the kernel's admin-guide/cgroup-v2.rst. A controller is enabled when a limit first needs
 * it: with the CPU controller, all runs share the processors by group, and no longer by session (sched(7), autogroup).
 */
final class GroupLimits {
    private static final Logger LOG = LoggerFactory.getLogger(GroupLimits.class);
    static final String BELOW = "cgroup.subtree_control";
    static final String CONTROLLERS = "cgroup.controllers";

    private static final String MEMORY = "memory";
    private static final String CPU = "cpu";
    private static final String PIDS = "pids";
    private static final String UNLIMITED = "max";
    private static final String SWAP = "memory.swap.max";

    /** The length of a period in microseconds, as the kernel's default. */
    private static final int PERIOD = 100_000;

    private static final String HELP =
            "; it needs a control group that is delegated to Meproc, by Delegate=yes in its systemd"
                    + " unit or a writable /sys/fs/cgroup in its container, see docs/limits.md";

    private final @Nullable Path parent;
    private final Set<String> enabled = ConcurrentHashMap.newKeySet();

    /** The groups with limits, by their runs. */
    private final Map<Run, ControlGroup> limited = new ConcurrentHashMap<>();

    /** @param parent the group that contains those of the runs; null without control groups */
    GroupLimits(@Nullable Path parent) {
        this.parent = parent;
        if (parent != null) {
            // An earlier service process may have enabled some.
            enabled.addAll(words(parent.resolve(BELOW)));
        }
    }

    private static Set<String> words(Path file) {
        try {
            return Set.of(Files.readString(file).strip().split(" ", -1));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Set.of();
        }
    }

    /** Why these limits can't be applied here, with the name of the field; null if they can. */
    @Nullable
    String obstacle(Limits limits) {
        for (String controller : controllers(limits)) {
            if (parent == null) {
                return controller + " can't be limited here" + HELP;
            }
            try {
                enable(parent, controller);
            } catch (IOException refused) {
                return controller + " can't be limited here: " + reason(refused);
            }
        }
        return null;
    }

    /** The names of controllers are those of the fields. */
    private static Set<String> controllers(Limits limits) {
        Set<String> names = new LinkedHashSet<>();
        if (limits.memoryHigh() != null || limits.memoryMax() != null) {
            names.add(MEMORY);
        }
        if (limits.cpu() > 0) {
            names.add(CPU);
        }
        if (limits.pids() > 0) {
            names.add(PIDS);
        }
        return names;
    }

    private void enable(Path group, String controller) throws IOException {
        if (enabled.contains(controller)) {
            return;
        }
        if (!words(group.resolve(CONTROLLERS)).contains(controller)) {
            throw new IOException("the controller '" + controller + "' is not in " + group.resolve(CONTROLLERS)
                    + "; the group above has to enable it in its " + BELOW);
        }
        Files.writeString(group.resolve(BELOW), "+" + controller);
        enabled.add(controller);
    }

    /** Weighs the processes of a group, where {@code nice} of a process has no effect on those of other groups. */
    void weigh(ControlGroup group, int nice) {
        if (enabled.contains(CPU) && group.directory() != null) {
            try {
                Files.writeString(group.directory().resolve("cpu.weight.nice"), Integer.toString(nice));
            } catch (IOException refused) {
                LOG.warn("The niceness of {} has no effect: {}", group.run(), refused.getMessage());
            }
        }
    }

    /** Applies limits to the group of a run that is about to be started. */
    void begin(ControlGroup group, Limits limits) throws IOException {
        apply(group, limits, false);
    }

    /** Replaces the limits of a group. */
    void change(ControlGroup group, Limits limits) throws IOException {
        if (group.directory() != null || limits.needsGroup()) {
            apply(group, limits, true);
        }
    }

    private void apply(ControlGroup group, Limits limits, boolean all) throws IOException {
        String obstacle = group.directory() == null ? "it has no control group" : obstacle(limits);
        if (obstacle != null) {
            throw new IOException(obstacle);
        }
        write(Objects.requireNonNull(group.directory()), limits, all);
        if (group.run() != null && limits.needsGroup()) {
            limited.put(group.run(), group);
        } else {
            over(group);
        }
    }

    /** Forgets the group of a run that is over. */
    void over(ControlGroup group) {
        if (group.run() != null) {
            limited.remove(group.run());
        }
    }

    /** The use of resources by the runs with limits. */
    Map<Run, GroupUse> use() {
        return limited.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().use()));
    }

    private static void write(Path group, Limits limits, boolean all) throws IOException {
        for (Map.Entry<String, String> file : files(limits).entrySet()) {
            Path path = group.resolve(file.getKey());
            boolean unlimited = isUnlimited(file.getValue());
            // Without a controller, or without swap, there is no such file and nothing to limit.
            boolean needless = unlimited || file.getKey().equals(SWAP);
            if ((all || !unlimited) && !(needless && !Files.exists(path))) {
                try {
                    Files.writeString(path, file.getValue());
                } catch (IOException refused) {
                    throw new IOException(file.getKey() + ": " + reason(refused), refused);
                }
            }
        }
    }

    private static boolean isUnlimited(String value) {
        return value.startsWith(UNLIMITED) || value.equals("0 off");
    }

    private static Map<String, String> files(Limits limits) {
        boolean ofMemory = limits.memoryHigh() != null || limits.memoryMax() != null;
        Map<String, String> files = new LinkedHashMap<>();
        files.put("memory.oom.group", limits.memoryMax() == null ? "0" : "1");
        // Memory that was swapped out does not count; a run that leaks would fill the swap first.
        files.put(SWAP, ofMemory ? "0" : UNLIMITED);
        files.put("memory.high", text(limits.memoryHigh()));
        files.put("memory.max", text(limits.memoryMax()));
        files.put(
                "cpu.max",
                (limits.cpu() == 0 ? UNLIMITED : Long.toString(limits.cpu() * (PERIOD / 100L))) + " " + PERIOD);
        files.put("pids.max", limits.pids() == 0 ? UNLIMITED : Integer.toString(limits.pids()));
        return files;
    }

    private static String text(@Nullable Size size) {
        return size == null ? UNLIMITED : Long.toString(size.bytes());
    }

    private static String reason(IOException refused) {
        return refused instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(refused.getMessage());
    }
}
