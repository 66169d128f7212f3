package io.meproc.task;

import io.meproc.task.cron.HandledTimes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observed side of the schedule of a cron task. All times are wall-clock time.
 *
 * @param nextFire when its pattern fires next; null if it does not
 * @param lastMissed the latest time of its pattern that was missed; null before the first
 * @param owed the missed times for which it is still to be started, the earliest first
 */
record ScheduleStatus(
        @Nullable Instant nextFire,
        HandledTimes handled,
        @Nullable Instant lastMissed,
        List<Instant> owed) {
    static final ScheduleStatus NONE = new ScheduleStatus(null, HandledTimes.NONE, null, List.of());

    ScheduleStatus {
        owed = List.copyOf(owed);
    }

    ScheduleStatus fires(@Nullable Instant next) {
        return new ScheduleStatus(next, handled, lastMissed, owed);
    }

    ScheduleStatus with(HandledTimes times) {
        return new ScheduleStatus(nextFire, times, lastMissed, owed);
    }

    ScheduleStatus owing(List<Instant> times) {
        return new ScheduleStatus(nextFire, handled, lastMissed, times);
    }

    ScheduleStatus missed(@Nullable Instant latest) {
        return new ScheduleStatus(nextFire, handled, latest, owed);
    }

    /** Whether a time was missed after an instant; null stands for the beginning. */
    boolean missedSince(@Nullable Instant instant) {
        return lastMissed != null && (instant == null || lastMissed.isAfter(instant));
    }
}
