package io.meproc.task.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Fires whenever the clock shows a matching minute, as a frequent job should. A time that the zone skips does not
 * fire, and a time that it repeats fires each time.
 */
record FollowedTimes(WallClock clock) implements Alternative {

    /**
     * The Gregorian cycle and a day on either side. Bounds the search, since a zone could skip the times of an
     * alternative every year.
     */
    private static final Duration BOUND = Duration.ofDays(146_099);

    @Override
    public Optional<Instant> next(Instant after, ZoneRules zone) {
        Instant since = after;
        ZoneOffset offset = zone.getOffset(after);
        LocalDateTime from = LocalDateTime.ofInstant(after, offset).plusNanos(1);
        while (true) {
            Optional<LocalDateTime> time = clock.onOrAfter(from);
            if (time.isEmpty()) {
                return Optional.empty();
            }
            Instant fire = time.get().toInstant(offset);
            ZoneOffsetTransition change = zone.nextTransition(since);
            if (change == null || fire.isBefore(change.getInstant())) {
                return Optional.of(fire);
            }
            since = change.getInstant();
            if (since.isAfter(after.plus(BOUND))) {
                return Optional.empty();
            }
            offset = change.getOffsetAfter();
            from = change.getDateTimeAfter();
        }
    }
}
