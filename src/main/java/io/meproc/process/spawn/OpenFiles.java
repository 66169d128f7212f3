package io.meproc.process.spawn;

import io.meproc.task.command.Limit;
import io.meproc.task.command.Surroundings;
import java.util.OptionalLong;

/**
 * The soft limit on open files that processes get. The JVM raises its own to the hard limit when it starts, so the start
 * script passes on what it was before.
 */
public final class OpenFiles {
    private static final String AS_STARTED = "meproc.nofile";

    private OpenFiles() {}

    /** The soft limit with which Meproc was started; empty if unknown. */
    public static OptionalLong asStarted() {
        Long limit = Long.getLong(AS_STARTED);
        return limit == null || limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /** Whether a process has a limit of its own. */
    public static boolean isSetBy(Surroundings around) {
        return around.limits().stream().anyMatch(limit -> limit.resource() == Limit.Resource.NOFILE);
    }
}
