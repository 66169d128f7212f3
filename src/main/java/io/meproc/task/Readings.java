package io.meproc.task;

import java.time.Instant;
import java.util.Map;

/** The resources that the live runs use at one instant. Runs whose use could not be read are missing. */
public record Readings(Instant at, Map<Run, Consumption> runs) {}
