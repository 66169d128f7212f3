package io.meproc.process;

import io.meproc.task.Run;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The children of which something is left. A child may end before it is in here: who starts one looks what has become of it
 * afterwards, and who misses a pid waits for a moment until the starts under way are over.
 */
final class Children {
    /** Longer than a start that nothing holds up takes between the first moment of a process and its entry here. */
    private static final long MOMENT_MILLIS = 20;

    private final Map<Integer, NativeChild> byPid = new ConcurrentHashMap<>();

    /** Read by those who start a process, written by who waits for them. */
    private final ReentrantReadWriteLock spawning = new ReentrantReadWriteLock();

    /** A start is held up, so that waiting for it is no use. */
    private volatile boolean heldUp;

    /** Starts a process. */
    interface Birth {
        NativeChild take() throws SpawnException;
    }

    /** Starts a process and announces it, before anybody can notice its end. */
    NativeChild bear(Birth birth, Consumer<NativeChild> announcement) throws SpawnException {
        spawning.readLock().lock();
        try {
            NativeChild child = birth.take();
            try {
                announcement.accept(child);
            } finally {
                byPid.put(child.pid(), child);
            }
            return child;
        } finally {
            heldUp = false;
            spawning.readLock().unlock();
        }
    }

    /** The child whose leader has this pid and was not reaped yet. */
    @Nullable
    NativeChild leader(int pid) {
        NativeChild child = unreaped(pid);
        if (child != null || heldUp) {
            return child;
        }
        try {
            if (spawning.writeLock().tryLock(MOMENT_MILLIS, TimeUnit.MILLISECONDS)) {
                spawning.writeLock().unlock();
            } else {
                heldUp = true;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return unreaped(pid);
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
