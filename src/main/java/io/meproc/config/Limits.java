package io.meproc.config;

import java.util.Optional;

/**
 * How much the service keeps for its clients; empty: what fits the heap.
 *
 * @param tasks how many may be listed
 * @param replicas how many replicas they may have in all
 * @param definitionBytes bytes of their definitions in all
 * @param inFlightBytes bytes of requests and answers at one time
 * @param connections how many may be open
 * @param followers how many clients may follow the events
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
