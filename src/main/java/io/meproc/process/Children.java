package io.meproc.process;

import io.meproc.task.Run;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The children of which something is left. */
final class Children {
    private final Map<Integer, NativeChild> byPid = new ConcurrentHashMap<>();

    void add(NativeChild child) {
        byPid.put(child.pid(), child);
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

    /** Null when it is forgotten already. */
    @Nullable
    NativeChild forget(Child child) {
        NativeChild known = byPid.get(child.pid());
        return known == child && byPid.remove(child.pid(), known) ? known : null;
    }
}
