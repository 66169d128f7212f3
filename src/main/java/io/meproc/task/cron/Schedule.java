package io.meproc.task.cron;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When the fires of a task start runs, beside its trigger.
 *
 * @param zone the time zone of its cron patterns; null for that of the service
 * @param jitter the upper limit of the delay of a fire, see {@link Timetable}
 * @param overlap what happens to a start while an earlier run is not over
 * @param deadline how long after its fire a run may start at the latest; null for no limit
 * @param retry how often a failed run is repeated
 * @param history how much of the history is kept
 */
public record Schedule(
        @Nullable ZoneId zone,
        Duration jitter,
        Overlap overlap,
        @Nullable Duration deadline,
        Retry retry,
        HistoryLimits history) {
    public static final Schedule DEFAULT =
            new Schedule(null, Duration.ZERO, Overlap.SKIP, null, Retry.NONE, HistoryLimits.OF_SERVICE);

    public static final Duration LONGEST_JITTER = Duration.ofDays(1);
    public static final Duration LONGEST_DEADLINE = Duration.ofDays(366);

    /** The same schedule with another overlap policy. */
    public Schedule with(Overlap other) {
        return new Schedule(zone, jitter, other, deadline, retry, history);
    }

    /** The same schedule with another retry policy. */
    public Schedule with(Retry other) {
        return new Schedule(zone, jitter, overlap, deadline, other, history);
    }

    /** The same schedule with another deadline. */
    public Schedule dueWithin(@Nullable Duration other) {
        return new Schedule(zone, jitter, overlap, other, retry, history);
    }

    /** Whether two schedules have the same fires, for the same trigger. */
    public boolean sameFires(Schedule other) {
        return jitter.equals(other.jitter) && Objects.equals(zone, other.zone);
    }
}
