package io.meproc.task;

import java.time.Instant;

/** Something that happened to a task, as it was told, and when in steady time. */
public record RecordedEvent(Instant at, TaskEvent news) {}
