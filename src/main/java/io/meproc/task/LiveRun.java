package io.meproc.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run with a process: {@code pid} is the first process of its group and the group's id.
 *
 * @param limit the longest that it may take, as its task had it when the run began; null for as long as it likes
 */
record LiveRun(Run run, long pid, Instant since, @Nullable Duration limit) {}
