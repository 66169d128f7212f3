package io.meproc.config;

import java.util.Optional;

/**
 * The bounds of what the service keeps for its clients; an empty one is derived from the size of the heap.
 *
 * @param tasks the number of listed tasks
 * @param replicas the number of replicas of all tasks together
 * @param definitionBytes the memory of all definitions together, in bytes
 * @param inFlightBytes the memory of requests and unread answers together, in bytes
 * @param connections the number of open connections
 * @param followers the number of clients of the event stream
 */
public record Limits(
        Optional<Integer> tasks,
        Optional<Integer> replicas,
        Optional<Integer> definitionBytes,
        Optional<Integer> inFlightBytes,
        Optional<Integer> connections,
        Optional<Integer> followers) {
    public static final Limits DEFAULT = new Limits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
