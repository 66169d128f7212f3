package io.meproc.process.scan;

import io.meproc.task.Run;
import org.jspecify.annotations.Nullable;

/** Finds the run of one process by its mark, without a scan. */
public final class MarkedRun {
    private MarkedRun() {}

    /** The run of which a process has a proven mark; null without one. */
    public static @Nullable Run of(Marker marker, int pid) {
        Marker.Mark mark = marker.read(ProcFiles.variable(ProcFiles.environment(pid), Marker.VARIABLE));
        if (mark == null) {
            return null;
        }
        ProcFiles.Users users = ProcFiles.users(pid);
        return users != null && marker.proves(mark, users) ? mark.run() : null;
    }
}
