package io.meproc.task;

import io.meproc.task.occasion.ScheduleRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of a task that a store keeps, and the states of its needs.
 *
 * @param task the identity of the task, see {@link TaskRecord}
 * @param lastAttempt when a start was last attempted; null before the first
 * @param lastStart when the task was last started; null before the first time
 * @param handledUntil the time up to which every time of its cron pattern was handled, by a start or as missed, in wall-clock
 * time; null for a task that was never scheduled
 * @param lastMissed the latest time of its cron pattern that was missed, in wall-clock time; null before the first
 * @param lastSuccess when a run last ended with success; null before the first time
 * @param expectedSince when the wait for a success began that the task is expected to have, see {@link TaskDefinition};
 * null without an expectation
 * @param late whether the expected success did not come in time
 * @param needs which of its needs were met or lost while it runs
 */
public record TaskTimes(
        long task,
        @Nullable Instant lastAttempt,
        @Nullable Instant lastStart,
        @Nullable Instant handledUntil,
        @Nullable Instant lastMissed,
        ScheduleRecord schedule,
        @Nullable Instant lastSuccess,
        @Nullable Instant expectedSince,
        boolean late,
        NeedStates needs) {

    /** The times of a task whose needs have no consequences when they are lost. */
    public TaskTimes(
            long task,
            @Nullable Instant lastAttempt,
            @Nullable Instant lastStart,
            @Nullable Instant handledUntil,
            @Nullable Instant lastMissed,
            ScheduleRecord schedule,
            @Nullable Instant lastSuccess,
            @Nullable Instant expectedSince,
            boolean late) {
        this(
                task,
                lastAttempt,
                lastStart,
                handledUntil,
                lastMissed,
                schedule,
                lastSuccess,
                expectedSince,
                late,
                NeedStates.NONE);
    }

    static TaskTimes of(Task task) {
        return task.status().times(task.identity());
    }
}
