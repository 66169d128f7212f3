package io.meproc.task;

import io.meproc.task.exit.End;
import io.meproc.task.occasion.RunOccasion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as a store keeps it, from its spawn on. A start that failed is a run that has ended and never had a process.
 *
 * @param task the identity of the task, see {@link TaskRecord}
 * @param pid the pid of the leader; 0 without one
 * @param started the start time of the leader in clock ticks since the boot of the machine, field 22 of
 * {@code /proc/PID/stat} (proc_pid_stat(5)); 0 if unknown, or after the end
 * @param output the length of the replica's output when the run began, in bytes
 * @param end null while the run is live
 * @param occasion why the run was started; null for none, and where only the end of the run is of interest
 * @param seal of the process side, which proves to a later one that the run has this leader; empty for none, or after the end
 */
public record RunRecord(
        Run run,
        long task,
        long pid,
        long started,
        Instant since,
        long output,
        @Nullable End end,
        @Nullable RunOccasion occasion,
        String seal) {

    /** The seal of a run without one. */
    public static final String NO_SEAL = "";

    /** A run without an occasion and a seal. */
    public RunRecord(Run run, long task, long pid, long started, Instant since, long output, @Nullable End end) {
        this(run, task, pid, started, since, output, end, null);
    }

    /** A run without a seal. */
    public RunRecord(
            Run run,
            long task,
            long pid,
            long started,
            Instant since,
            long output,
            @Nullable End end,
            @Nullable RunOccasion occasion) {
        this(run, task, pid, started, since, output, end, occasion, NO_SEAL);
    }
}
