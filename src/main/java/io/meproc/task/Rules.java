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
 */
public record Rules(Duration grace, Duration lastResort, ZoneId zone, Bounds bounds) {
    public static final Duration GRACE = Duration.ofSeconds(10);
    public static final Duration LAST_RESORT = Duration.ofSeconds(5);

    /** With the default bounds. */
    public Rules(Duration grace, Duration lastResort, ZoneId zone) {
        this(grace, lastResort, zone, Bounds.DEFAULT);
    }

    public static Rules in(ZoneId zone, Bounds bounds) {
        return new Rules(GRACE, LAST_RESORT, zone, bounds);
    }
}
