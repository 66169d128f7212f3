package io.meproc.task;

import java.time.Instant;

/**
 * An event in the history of a task.
 *
 * @param at when it happened, in steady time
 */
public record RecordedEvent(Instant at, TaskEvent event) {}
