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
    private final Map<Integer, NativeChild> byPid = new ConcurrentHashMap<>();
    private final ReentrantLock spawning = new ReentrantLock();

    /** Starts a process. */
    interface Birth {
        NativeChild take() throws SpawnException;
    }

    /** Starts a process and announces it, before anybody can notice its end. */
    NativeChild bear(Birth birth, Consumer<NativeChild> announcement) throws SpawnException {
        spawning.lock();
        try {
            NativeChild child = birth.take();
            try {
                announcement.accept(child);
            } finally {
                byPid.put(child.pid(), child);
            }
            return child;
        } finally {
            spawning.unlock();
        }
    }

    /** The child whose leader has this pid and was not reaped yet. */
    @Nullable
    NativeChild leader(int pid) {
        NativeChild child = unreaped(pid);
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

    private @Nullable NativeChild unreaped(int pid) {
        NativeChild child = byPid.get(pid);
        return child == null || child.status() != null ? null : child;
    }

    /** The child whose process group has this number. */
    @Nullable
    NativeChild group(int number) {
        return byPid.get(number);
    }

    /** The run whose process group has this number. */
    @Nullable
    Run runOf(int group) {
        NativeChild child = byPid.get(group);
        return child == null ? null : child.run();
    }

    Collection<NativeChild> all() {
        return byPid.values();
    }

    /** Null when it is forgotten already. */
    @Nullable
    NativeChild forget(Child child) {
        NativeChild known = byPid.get(child.pid());
        return known == child && byPid.remove(child.pid(), known) ? known : null;
    }
}
