package io.meproc.task.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Fires once for each named time, as a daily job should. A time that the zone skips fires at the end of the gap, and
 * all times of one gap are one fire. A time that the zone repeats fires the first time only.
 */
record FixedTimes(WallClock clock) implements Alternative {

    @Override
    public Optional<Instant> next(Instant after, ZoneRules zone) {
        LocalDateTime from =
                LocalDateTime.ofInstant(after, zone.getOffset(after)).plusNanos(1);
        ZoneOffsetTransition change = zone.getTransition(from);
        if (change != null && change.isOverlap() && !after.isBefore(change.getInstant())) {
            from = change.getDateTimeBefore();
        }
        return clock.onOrAfter(from).map(time -> instant(time, zone));
    }

    private static Instant instant(LocalDateTime time, ZoneRules zone) {
        ZoneOffsetTransition change = zone.getTransition(time);
        if (change == null) {
            return time.toInstant(zone.getOffset(time));
        }
        return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetBefore());
    }
}
