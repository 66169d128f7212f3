package io.meproc.task;

import io.meproc.task.cron.HandledTimes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The observed status of a task.
 *
 * @param lastAttempt when a start was last attempted; null before the first
 * @param lastStart when the task was last started; null before the first time
 * @param schedule of a cron task
 */
record TaskStatus(
        Chunks<Replica> replicas,
        PhaseCounts phaseCounts,
        @Nullable Instant lastAttempt,
        @Nullable Instant lastStart,
        ScheduleStatus schedule,
        ExpectationStatus expectation,
        EventHistory history,
        NotificationGaps gaps,
        NeedStates needs) {

    static TaskStatus of(int replicas) {
        return new TaskStatus(
                Chunks.of(replicas, i -> Replica.NEW),
                PhaseCounts.NONE.plus(Replica.NEW, replicas),
                null,
                null,
                ScheduleStatus.NONE,
                ExpectationStatus.NONE,
                EventHistory.NONE,
                NotificationGaps.NONE,
                NeedStates.NONE);
    }

    TaskStatus with(int index, Replica replica) {
        PhaseCounts moved = phaseCounts.moved(replicas.get(index), replica);
        return with(replicas.with(index, replica), moved);
    }

    private TaskStatus with(Chunks<Replica> others, PhaseCounts counted) {
        return new TaskStatus(others, counted, lastAttempt, lastStart, schedule, expectation, history, gaps, needs);
    }

    /** Adds replicas up to this number. */
    TaskStatus grown(int size) {
        Chunks<Replica> more = replicas;
        while (more.size() < size) {
            more = more.plus(Replica.NEW);
        }
        return with(more, phaseCounts.plus(Replica.NEW, more.size() - replicas.size()));
    }

    /**
     * Removes replicas with an index of at least {@code size} that have ended, from the last one down to the first
     * that lives.
     */
    TaskStatus trimmed(int size) {
        int end = replicas.size();
        PhaseCounts rest = phaseCounts;
        while (end > size && !replicas.get(end - 1).phase().live()) {
            rest = rest.plus(replicas.get(--end), -1);
        }
        return end == replicas.size() ? this : with(replicas.first(end), rest);
    }

    TaskStatus with(RecordedEvent event) {
        return new TaskStatus(
                replicas, phaseCounts, lastAttempt, lastStart, schedule, expectation, history.with(event), gaps, needs);
    }

    TaskStatus attempted(Instant now) {
        return new TaskStatus(replicas, phaseCounts, now, lastStart, schedule, expectation, history, gaps, needs);
    }

    TaskStatus started(Instant now) {
        return new TaskStatus(replicas, phaseCounts, now, now, schedule, expectation, history, gaps, needs);
    }

    TaskStatus with(ScheduleStatus next) {
        return new TaskStatus(replicas, phaseCounts, lastAttempt, lastStart, next, expectation, history, gaps, needs);
    }

    TaskStatus with(ExpectationStatus next) {
        return new TaskStatus(replicas, phaseCounts, lastAttempt, lastStart, schedule, next, history, gaps, needs);
    }

    TaskStatus with(NotificationGaps next) {
        return new TaskStatus(
                replicas, phaseCounts, lastAttempt, lastStart, schedule, expectation, history, next, needs);
    }

    TaskStatus with(NeedStates next) {
        return new TaskStatus(
                replicas, phaseCounts, lastAttempt, lastStart, schedule, expectation, history, gaps, next);
    }

    /** When its cron pattern fires next; null if it does not, and for other types. */
    @Nullable
    Instant nextFire() {
        return schedule.nextFire();
    }

    /** The times that a store keeps; {@code task} is the identity of the task. */
    TaskTimes times(long task) {
        return new TaskTimes(
                task,
                lastAttempt,
                lastStart,
                schedule.handled().latest(),
                schedule.lastMissed(),
                schedule.kept(),
                expectation.lastSuccess(),
                expectation.since(),
                expectation.late(),
                needs);
    }

    /** The status with the times that a store has kept, before the schedule is resumed. */
    TaskStatus resumed(TaskTimes times) {
        ExpectationStatus expected = new ExpectationStatus(times.lastSuccess(), times.expectedSince(), times.late());
        Instant until = times.handledUntil();
        HandledTimes handled = until == null ? HandledTimes.NONE : HandledTimes.NONE.from(until);
        ScheduleStatus kept = new ScheduleStatus(null, handled, times.lastMissed(), null, times.schedule());
        return new TaskStatus(
                replicas,
                phaseCounts,
                times.lastAttempt(),
                times.lastStart(),
                kept,
                expected,
                history,
                gaps,
                times.needs());
    }
}
