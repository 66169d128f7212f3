package io.meproc.process;

import io.meproc.task.Run;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The children of which something is left. A child is in here before anybody can ask in vain: spawning holds a
 * lock until it is, and whoever misses a pid waits for that lock and looks again.
 */
final class Children {
    private final Map<Integer, Child> byPid = new ConcurrentHashMap<>();
    private final Map<Run, Child> byRun = new ConcurrentHashMap<>();
    private final ReentrantLock spawning = new ReentrantLock();

    /** Starts a process. */
    interface Birth {
        Child take() throws SpawnException;
    }

    /** Starts a process and announces it, before anybody can notice its end. */
    void bear(Birth birth, Consumer<Child> announcement) throws SpawnException {
        spawning.lock();
        try {
            Child child = birth.take();
            try {
                announcement.accept(child);
            } finally {
                byRun.put(child.run(), child);
                byPid.put(child.pid(), child);
            }
        } finally {
            spawning.unlock();
        }
    }

    /** The child whose leader has this pid and was not reaped yet. */
    @Nullable
    Child leader(int pid) {
        Child child = unreaped(pid);
        if (child != null) {
            return child;
        }
        spawning.lock();
        try {
            return unreaped(pid);
        } finally {
            spawning.unlock();
        }
    }

    private @Nullable Child unreaped(int pid) {
        Child child = byPid.get(pid);
        return child == null || child.status() != null ? null : child;
    }

    /** The child whose process group has this number. */
    @Nullable
    Child group(int number) {
        return byPid.get(number);
    }

    @Nullable
    Child of(Run run) {
        return byRun.get(run);
    }

    Collection<Child> all() {
        return byPid.values();
    }

    /** Whether a leader lives, or has ended unnoticed. */
    boolean anyLeader() {
        return byPid.values().stream().anyMatch(child -> child.status() == null);
    }

    void forget(Child child) {
        byRun.remove(child.run(), child);
        byPid.remove(child.pid(), child);
    }
}
