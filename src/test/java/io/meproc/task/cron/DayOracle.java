package io.meproc.task.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;

/** The fires of patterns in a part of a year, found minute by minute. */
public final class DayOracle {
    private DayOracle() {}

    /** The fires after {@code from} and not after {@code to}, both in the year 2026 of the zone. */
    public static List<Instant> fires(List<String> patterns, ZoneId zone, Instant from, Instant to) {
        ZoneYear year = new ZoneYear(zone, 2026);
        TreeSet<Instant> fires = new TreeSet<>();
        patterns.forEach(pattern -> fires.addAll(new Oracle(pattern).fires(year)));
        return fires.stream()
                .filter(fire -> fire.isAfter(from) && !fire.isAfter(to))
                .toList();
    }
}
