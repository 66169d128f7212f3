package io.meproc.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run with a process.
 *
 * @param pid the pid of the leader, and the id of the process group
 * @param started the start time of the leader, see {@link RunRecord}
 * @param output the length of the replica's output when the run began, in bytes
 * @param limit the time limit of the task when the run began; null for none
 * @param seal see {@link RunRecord}
 */
record LiveRun(
        Run run,
        long pid,
        long started,
        Instant since,
        long output,
        @Nullable Duration limit,
        String seal) {}
