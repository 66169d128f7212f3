package io.meproc.task;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its answer.
 *
 * @param span the replicas that it waits for
 * @param since when it was received
 * @param change the change that it has made to the task
 * @param verdict the answer to send when no process of the task is left; null while undecided
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
        /** Every start of a new task has succeeded or failed; the task is forgotten if all have failed. */
        CREATED,
        /** Every start has succeeded or failed. */
        STARTED,
        /** Every replica is ready, or one can't become ready. */
        READY,
        /** Every process has ended. */
        STOPPED,
        /** The update has ended. */
        ROLLED,
        /** The task is no longer listed. */
        GONE;

        /** Whether it waits for ends, not for starts. */
        boolean ends() {
            return this == STOPPED || this == GONE;
        }
    }

    /** The same request after a change of the task, which then is kept even if every start fails. */
    WaitingRequest kept() {
        return until == Until.CREATED ? new WaitingRequest(ticket, Until.STARTED, span, since, change, verdict) : this;
    }

    WaitingRequest until(Until other) {
        return new WaitingRequest(ticket, other, span, since, change, verdict);
    }

    WaitingRequest with(Answer decided) {
        return new WaitingRequest(ticket, until, span, since, change, decided);
    }
}
