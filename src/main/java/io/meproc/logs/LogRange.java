package io.meproc.logs;

import io.meproc.task.ReplicaId;

/** A range of a replica's log, from one offset up to but not including another. */
public record LogRange(ReplicaId replica, long from, long to) {}
