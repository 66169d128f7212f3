package io.meproc.task;

import java.time.Instant;
import java.util.Map;

/** What the live runs use at one moment; those of which nothing could be read are missing. */
public record Readings(Instant at, Map<Run, Consumption> runs) {}
