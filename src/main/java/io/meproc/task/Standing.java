package io.meproc.task;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a task as a whole and can't be told from its replicas.
 *
 * @param waiting it is to start as soon as nothing that it depends on runs
 * @param removing it is to be forgotten as soon as nothing of it is left
 * @param stopUntold its processes are being stopped, and nobody was told yet that they have
 * @param startUntold its processes are being started, and nobody was told yet that they have
 * @param lastAttempt when it was last meant to start; null before the first time
 * @param lastStart when it last did start; null before the first time
 * @param nextFire when its cron pattern fires next; null for never and for other types
 * @param waiters the requests to be answered when it has come to rest
 */
record Standing(
        boolean waiting,
        boolean removing,
        boolean stopUntold,
        boolean startUntold,
        @Nullable Instant lastAttempt,
        @Nullable Instant lastStart,
        @Nullable Instant nextFire,
        List<Waiter> waiters) {

    static final Standing NEW = new Standing(false, false, false, false, null, null, null, List.of());

    /**
     * A request that waits for its answer.
     *
     * @param since when it was asked
     * @param verdict what it will be told once nothing of the task is left; null while that is open
     */
    record Waiter(
            long ticket,
            Until until,
            Instant since,
            @Nullable Answer verdict) {
        Waiter(long ticket, Until until, Instant since) {
            this(ticket, until, since, null);
        }

        Waiter with(Answer decided) {
            return new Waiter(ticket, until, since, decided);
        }
    }

    /** What a request waits for. */
    enum Until {
        /** Every process of a new task is started or refused; the task is forgotten if all are refused. */
        CREATED,
        /** Every process is started or refused. */
        STARTED,
        /** Nothing is left. */
        GONE
    }

    Standing waits(Instant now) {
        return new Standing(true, removing, stopUntold, startUntold, now, lastStart, nextFire, waiters);
    }

    Standing starts(Instant now) {
        return new Standing(false, removing, stopUntold, true, now, now, nextFire, waiters);
    }

    Standing stops(boolean anythingRuns) {
        return new Standing(
                waiting, removing, stopUntold || anythingRuns, false, lastAttempt, lastStart, nextFire, waiters);
    }

    Standing removes() {
        return new Standing(false, true, stopUntold, false, lastAttempt, lastStart, null, waiters);
    }

    Standing told(boolean stop, boolean start) {
        return new Standing(
                waiting,
                removing,
                stopUntold && !stop,
                startUntold && !start,
                lastAttempt,
                lastStart,
                nextFire,
                waiters);
    }

    Standing fires(@Nullable Instant next) {
        return new Standing(waiting, removing, stopUntold, startUntold, lastAttempt, lastStart, next, waiters);
    }

    Standing with(Waiter waiter) {
        return with(Stream.concat(waiters.stream(), Stream.of(waiter)).toList());
    }

    Standing with(List<Waiter> rest) {
        return new Standing(waiting, removing, stopUntold, startUntold, lastAttempt, lastStart, nextFire, rest);
    }
}
