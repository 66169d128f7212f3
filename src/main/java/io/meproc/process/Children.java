package io.meproc.process;

import io.meproc.task.Run;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The children with a process that is left. */
final class Children {
    private final Map<Integer, NativeChild> byPid = new ConcurrentHashMap<>();

    void add(NativeChild child) {
        byPid.put(child.pid(), child);
    }

    /** The child with this process group. */
    @Nullable
    NativeChild group(int number) {
        return byPid.get(number);
    }

    /** Whether there is any. */
    boolean any() {
        return !byPid.isEmpty();
    }

    /** The run with this process group. */
    @Nullable
    Run runOf(int group) {
        NativeChild child = byPid.get(group);
        return child == null ? null : child.run();
    }

    /** The pids of the leaders of the runs of a task. */
    List<Integer> ofTask(String task) {
        return byPid.values().stream()
                .filter(child -> child.run().replica().task().equals(task))
                .map(NativeChild::pid)
                .toList();
    }

    /** The child of a run; a scan of all children. */
    @Nullable
    NativeChild of(Run run) {
        return byPid.values().stream()
                .filter(child -> child.run().equals(run))
                .findFirst()
                .orElse(null);
    }

    /** Removes a child; returns null if it was removed before. */
    @Nullable
    NativeChild forget(Child child) {
        NativeChild known = byPid.get(child.pid());
        return known == child && byPid.remove(child.pid(), known) ? known : null;
    }
}
