package io.meproc.task;

import java.util.List;

/** The processes that an earlier Meproc with the same data directory left running. */
public record Leftovers(List<OldProcess> processes) {

    public Leftovers {
        processes = List.copyOf(processes);
    }

    /**
     * A process that an earlier Meproc started.
     *
     * @param replica the replica that it belonged to
     * @param command its command line, truncated
     */
    public record OldProcess(ReplicaId replica, long pid, String command) {}
}
