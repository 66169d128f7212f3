package io.meproc.process.scan;

import io.meproc.linux.Pids;
import io.meproc.task.Run;
import org.jspecify.annotations.Nullable;

/** Finds the programs of probes by the marks in their environments. */
public final class ProbeMarks {
    private final Marker marker;

    public ProbeMarks(Marker marker) {
        this.marker = marker;
    }

    /**
     * The pids of the programs, and of what they have started.
     *
     * @param run the run that they probe; null for any
     */
    public int[] find(@Nullable Run run) {
        return Pids.all().filter(pid -> has(pid, run)).toArray();
    }

    /** Whether a process has the mark of a program that probes the run; any run for null. */
    public boolean has(int pid, @Nullable Run run) {
        return marker.isOfProbe(ProcFiles.environment(pid), run);
    }
}
