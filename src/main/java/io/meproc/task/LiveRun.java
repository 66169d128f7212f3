package io.meproc.task;

import java.time.Instant;

/** A run with a process: {@code pid} is the first process of its group and the group's id. */
record LiveRun(Run run, long pid, Instant since) {}
