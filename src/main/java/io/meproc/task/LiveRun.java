package io.meproc.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run with a process.
 *
 * @param pid the pid of the leader, and the id of the process group
 * @param limit the time limit of the task when the run began; null for none
 */
record LiveRun(Run run, long pid, Instant since, @Nullable Duration limit) {}
