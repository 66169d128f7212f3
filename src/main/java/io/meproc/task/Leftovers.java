package io.meproc.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes that an earlier Meproc with the same data directory left running and that were not adopted, and those that
 * ended runs have released by the policy of their task.
 *
 * @param released the number of live processes that were released, as far as they are known without a scan
 */
public record Leftovers(List<OldProcess> processes, int released) {

    /** Processes of an earlier Meproc alone. */
    public Leftovers(List<OldProcess> processes) {
        this(processes, 0);
    }

    public Leftovers {
        processes = List.copyOf(processes);
    }

    /**
     * A process that an earlier Meproc started or may have started, or one that was released.
     *
     * @param run the run that it belonged to
     * @param since when it was started; steady time
     * @param command its command line, truncated
     * @param unproven what the proof lacks, for messages; null for a process that is proven to belong to the run
     * @param released whether its run has released it
     */
    public record OldProcess(
            Run run,
            long pid,
            Instant since,
            String command,
            @Nullable String unproven,
            boolean released) {
        public ReplicaId replica() {
            return run.replica();
        }
    }
}
