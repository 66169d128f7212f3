package io.meproc.task;

/**
 * One life of a replica, from the order to spawn it until nothing of it is left.
 *
 * @param incarnation counts the spawns of the whole service; no two runs share one, so that a message about
 *     an earlier life of a replica is recognised as stale
 */
public record Run(ReplicaId replica, long incarnation) {}
