package io.meproc.task.occasion;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a task's schedule that a store keeps. Times are wall-clock time.
 *
 * @param pausedSince when the schedule was paused; null while it is not
 * @param queue the starts that wait until earlier runs are over, in this order
 * @param slots the occasions of the runs that are not over
 */
public record ScheduleRecord(@Nullable Instant pausedSince, List<Occasion> queue, Slots slots) {
    public static final ScheduleRecord NONE = new ScheduleRecord(null, List.of(), Slots.NONE);

    public ScheduleRecord {
        queue = List.copyOf(queue);
    }

    public ScheduleRecord paused(@Nullable Instant since) {
        return new ScheduleRecord(since, queue, slots);
    }

    public ScheduleRecord queued(List<Occasion> others) {
        return new ScheduleRecord(pausedSince, others, slots);
    }

    /** Adds a start at the end of the queue. */
    public ScheduleRecord queued(Occasion last) {
        List<Occasion> more = new ArrayList<>(queue);
        more.add(last);
        return queued(more);
    }

    public ScheduleRecord with(Slots others) {
        return new ScheduleRecord(pausedSince, queue, others);
    }
}
