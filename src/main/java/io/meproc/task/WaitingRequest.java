package io.meproc.task;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its answer.
 *
 * @param span the replicas that it waits for
 * @param since when it was asked
 * @param change what it has made of the task
 * @param verdict what it will be told once nothing of the task is left; null while that is open
 */
record WaitingRequest(
        long ticket,
        Until until,
        Span span,
        Instant since,
        Optional<Answer.Change> change,
        @Nullable Answer verdict) {

    /** What a request waits for. */
    enum Until {
        /** Every process of a new task is started or refused; the task is forgotten if all are refused. */
        CREATED,
        /** Every process is started or refused. */
        STARTED,
        /** Every process has ended. */
        STOPPED,
        /** The rolling restart is over. */
        ROLLED,
        /** Nothing is left. */
        GONE;

        /** Whether it is about ends, not about starts. */
        boolean ends() {
            return this == STOPPED || this == GONE;
        }
    }

    /** Waits on for a task that is not any more what it was when it was created, and is not forgotten for failing. */
    WaitingRequest kept() {
        return until == Until.CREATED ? new WaitingRequest(ticket, Until.STARTED, span, since, change, verdict) : this;
    }

    WaitingRequest with(Answer decided) {
        return new WaitingRequest(ticket, until, span, since, change, decided);
    }
}
