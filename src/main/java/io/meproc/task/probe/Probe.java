package io.meproc.task.probe;

/** A check that is repeated, and when it counts. */
public record Probe(Check check, Timing timing) {}
