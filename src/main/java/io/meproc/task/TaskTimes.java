package io.meproc.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of a task that a store keeps.
 *
 * @param task the identity of the task, see {@link TaskRecord}
 * @param lastAttempt when a start was last attempted; null before the first
 * @param lastStart when the task was last started; null before the first time
 * @param lastFire the latest time of its cron pattern, in wall-clock time, that was handled by a start or skipped; null
 * before the first
 */
public record TaskTimes(
        long task,
        @Nullable Instant lastAttempt,
        @Nullable Instant lastStart,
        @Nullable Instant lastFire) {}
