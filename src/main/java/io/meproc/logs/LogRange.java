package io.meproc.logs;

import io.meproc.task.ReplicaId;

/** Bytes of a replica's log, from an offset until before another one. */
public record LogRange(ReplicaId replica, long from, long to) {}
