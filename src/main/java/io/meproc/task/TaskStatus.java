package io.meproc.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The observed status of a task.
 *
 * @param lastAttempt when a start was last attempted; null before the first
 * @param lastStart when the task was last started; null before the first time
 * @param nextFire when its cron pattern fires next; null if it does not, and for other types
 */
record TaskStatus(
        Chunks<Replica> replicas,
        PhaseCounts phaseCounts,
        @Nullable Instant lastAttempt,
        @Nullable Instant lastStart,
        @Nullable Instant nextFire,
        EventHistory history) {

    static TaskStatus of(int replicas) {
        return new TaskStatus(
                Chunks.of(replicas, i -> Replica.NEW),
                PhaseCounts.NONE.plus(Replica.NEW, replicas),
                null,
                null,
                null,
                EventHistory.NONE);
    }

    TaskStatus with(int index, Replica replica) {
        PhaseCounts moved = phaseCounts.moved(replicas.get(index), replica);
        return with(replicas.with(index, replica), moved);
    }

    private TaskStatus with(Chunks<Replica> others, PhaseCounts counted) {
        return new TaskStatus(others, counted, lastAttempt, lastStart, nextFire, history);
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
        return new TaskStatus(replicas, phaseCounts, lastAttempt, lastStart, nextFire, history.with(event));
    }

    TaskStatus attempted(Instant now) {
        return new TaskStatus(replicas, phaseCounts, now, lastStart, nextFire, history);
    }

    TaskStatus started(Instant now) {
        return new TaskStatus(replicas, phaseCounts, now, now, nextFire, history);
    }

    TaskStatus fires(@Nullable Instant next) {
        return new TaskStatus(replicas, phaseCounts, lastAttempt, lastStart, next, history);
    }
}
