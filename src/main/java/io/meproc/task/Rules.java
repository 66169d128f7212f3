package io.meproc.task;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What the operator decides for all tasks.
 *
 * @param grace how long a process may take to end after SIGTERM before it gets SIGKILL
 * @param lastResort how long SIGKILL may take before the replica is called stuck
 * @param zone where the cron patterns are read
 * @param bounds how much may be listed
 * @param node the name of this Meproc, which every task, run and event carries
 */
public record Rules(Duration grace, Duration lastResort, ZoneId zone, Bounds bounds, String node) {
    public static final Duration GRACE = Duration.ofSeconds(10);
    public static final Duration LAST_RESORT = Duration.ofSeconds(5);
    public static final String NODE = "localhost";

    /** With the default bounds and node. */
    public Rules(Duration grace, Duration lastResort, ZoneId zone) {
        this(grace, lastResort, zone, Bounds.DEFAULT, NODE);
    }

    /** With the default durations. */
    public static Rules in(ZoneId zone, Bounds bounds, String node) {
        return new Rules(GRACE, LAST_RESORT, zone, bounds, node);
    }
}
