package io.meproc.task;

import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Observations;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An observation of the process side about a run. The order for one run is Spawned, at most one LeaderExited, Exited;
 * or SpawnFailed alone; an adopted run begins with Adopted, or without a report at the start of the service. Survived may come in between as an answer. After the end Outlived may come, any number of times,
 * and then Cleared.
 */
public sealed interface Report {

    Run run();

    Instant at();

    /**
     * The process lives.
     *
     * @param started the start time of the process, see {@link RunRecord}; 0 if unknown
     * @param output the length of the replica's output when the run began, in bytes since the replica's first run
     * @param seal proves the leader to a later process side, see {@link RunRecord}
     */
    record Spawned(Run run, Instant at, long pid, long started, long output, String seal) implements Report {
        /** A process of which the start time is unknown. */
        public Spawned(Run run, Instant at, long pid, long output) {
            this(run, at, pid, 0, output);
        }

        /** A process without a seal. */
        public Spawned(Run run, Instant at, long pid, long started, long output) {
            this(run, at, pid, started, output, RunRecord.NO_SEAL);
        }

        public Spawned sealed(String other) {
            return new Spawned(run, at, pid, started, output, other);
        }
    }

    /** An operator has decided that a process which an earlier service process left is the leader of its run again. */
    record Adopted(Adoption.Adopted found, Instant at) implements Report {
        @Override
        public Run run() {
            return found.run();
        }
    }

    /** No process was spawned. */
    record SpawnFailed(Run run, Instant at, StartFailure failure) implements Report {}

    /** The leader has ended, other processes of the run have not. */
    record LeaderExited(Run run, Instant at, ExitStatus status) implements Report {}

    /** These processes are left of a run that was signalled to end. */
    record Survived(Run run, Instant at, List<Leftover> survivors) implements Report {}

    /**
     * These processes outlived a run that has ended by itself. Those that are not merely suspected are to be ended.
     *
     * @param leader the pid of the run's leader; 0 if it is no longer known
     */
    record Outlived(Run run, Instant at, long leader, List<Leftover> leftovers) implements Report {}

    /** None of the processes that outlived a run is left. */
    record Cleared(Run run, Instant at) implements Report {}

    /** The run has used more memory than its task allows in the long term, for as long as its task allows. */
    record MemoryExceeded(Run run, Instant at, Excess excess) implements Report {}

    /** The run no longer uses more memory than its task allows in the long term. */
    record MemoryRecovered(Run run, Instant at) implements Report {}

    /**
     * No process of the run is left.
     *
     * @param status the exit status of the leader
     * @param usage the resources that the leader used; null if unknown
     * @param leftovers other processes that had to be ended
     * @param observed what was observed beside the exit status
     */
    record Exited(
            Run run,
            Instant at,
            ExitStatus status,
            @Nullable Usage usage,
            List<Leftover> leftovers,
            Observations observed)
            implements Report {
        /** An end of which nothing was observed beside the exit status. */
        public Exited(Run run, Instant at, ExitStatus status, @Nullable Usage usage, List<Leftover> leftovers) {
            this(run, at, status, usage, leftovers, Observations.NONE);
        }
    }
}
