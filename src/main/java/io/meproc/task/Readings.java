package io.meproc.task;

import java.time.Instant;
import java.util.Map;

/**
 * The resources that the live runs use at one instant. Runs whose use could not be read are missing.
 *
 * @param groups what the control groups of the runs with limits have counted
 */
public record Readings(Instant at, Map<Run, Consumption> runs, Map<Run, GroupUse> groups) {
    /** Readings without limited runs. */
    public Readings(Instant at, Map<Run, Consumption> runs) {
        this(at, runs, Map.of());
    }
}
