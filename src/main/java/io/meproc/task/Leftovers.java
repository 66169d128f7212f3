package io.meproc.task;

import java.util.List;

/** The processes that an earlier Meproc on the same data directory has left running. */
public record Leftovers(List<OldProcess> processes) {

    public Leftovers {
        processes = List.copyOf(processes);
    }

    /**
     * One of them.
     *
     * @param replica whose it was
     * @param command what it executes, cut short
     */
    public record OldProcess(ReplicaId replica, long pid, String command) {}
}
