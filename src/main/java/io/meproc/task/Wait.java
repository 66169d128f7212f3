package io.meproc.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a task for the conditions of its definition. All times are steady time.
 *
 * @param since when it began
 * @param alarm when the next time limit of a condition ends; null if no alarm is armed
 */
record Wait(Instant since, @Nullable Instant alarm) {}
