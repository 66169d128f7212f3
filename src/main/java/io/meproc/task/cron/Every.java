package io.meproc.task.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Fires at the multiples of a duration since 1970-01-01T00:00:00Z. It measures elapsed time, so neither a time zone nor the
 * start of the service or of a run changes its fires.
 *
 * @param length {@link #SHORTEST} to {@link #LONGEST}
 */
public record Every(Duration length) implements Trigger {
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofDays(366);

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        long millis = length.toMillis();
        return Optional.of(Instant.ofEpochMilli((Math.floorDiv(after.toEpochMilli(), millis) + 1) * millis));
    }

    @Override
    public String text() {
        return "every " + length.toMillis() / 1e3 + " s";
    }
}
