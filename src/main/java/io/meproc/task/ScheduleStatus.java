package io.meproc.task;

import io.meproc.task.cron.HandledTimes;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.ScheduleRecord;
import io.meproc.task.occasion.Slots;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observed side of the schedule of a task. All times but {@code alarm} are wall-clock time.
 *
 * @param nextFire when it fires next; null if it does not
 * @param lastMissed its latest fire that was missed; null before the first
 * @param alarm when the deadline of the first start that waits is checked; null if no alarm is armed
 */
record ScheduleStatus(
        @Nullable Instant nextFire,
        HandledTimes handled,
        @Nullable Instant lastMissed,
        @Nullable Instant alarm,
        ScheduleRecord kept) {
    static final ScheduleStatus NONE = new ScheduleStatus(null, HandledTimes.NONE, null, null, ScheduleRecord.NONE);

    /** The starts that wait until earlier runs are over. */
    List<Occasion> queue() {
        return kept.queue();
    }

    /** The occasions of the runs that are not over. */
    Slots slots() {
        return kept.slots();
    }

    ScheduleStatus fires(@Nullable Instant next) {
        return new ScheduleStatus(next, handled, lastMissed, alarm, kept);
    }

    ScheduleStatus with(HandledTimes times) {
        return new ScheduleStatus(nextFire, times, lastMissed, alarm, kept);
    }

    ScheduleStatus with(ScheduleRecord record) {
        return new ScheduleStatus(nextFire, handled, lastMissed, alarm, record);
    }

    ScheduleStatus with(Slots slots) {
        return with(kept.with(slots));
    }

    ScheduleStatus queued(List<Occasion> occasions) {
        return with(kept.queued(occasions));
    }

    ScheduleStatus armed(@Nullable Instant until) {
        return new ScheduleStatus(nextFire, handled, lastMissed, until, kept);
    }

    ScheduleStatus missed(@Nullable Instant latest) {
        return new ScheduleStatus(nextFire, handled, latest, alarm, kept);
    }

    /** Whether a fire was missed after an instant; null stands for the beginning. */
    boolean missedSince(@Nullable Instant instant) {
        return lastMissed != null && (instant == null || lastMissed.isAfter(instant));
    }
}
