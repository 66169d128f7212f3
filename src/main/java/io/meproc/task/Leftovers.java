package io.meproc.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes that an earlier Meproc with the same data directory left running, and that were not adopted. */
public record Leftovers(List<OldProcess> processes) {

    public Leftovers {
        processes = List.copyOf(processes);
    }

    /**
     * A process that an earlier Meproc started, or may have started.
     *
     * @param run the run that it belonged to
     * @param since when it was started; steady time
     * @param command its command line, truncated
     * @param unproven what the proof lacks, for messages; null for a process that is proven to belong to the run
     */
    public record OldProcess(
            Run run,
            long pid,
            Instant since,
            String command,
            @Nullable String unproven) {
        public ReplicaId replica() {
            return run.replica();
        }
    }
}
