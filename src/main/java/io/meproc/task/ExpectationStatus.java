package io.meproc.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The observed side of an expectation: when a task last succeeded. All times are steady time.
 *
 * @param lastSuccess when a run last ended with success; null before the first time
 * @param since when the wait for the next success began; null without an expectation
 * @param late whether the expected success did not come in time
 */
record ExpectationStatus(
        @Nullable Instant lastSuccess, @Nullable Instant since, boolean late) {
    static final ExpectationStatus NONE = new ExpectationStatus(null, null, false);

    /** When the expected success is late; null without an expectation. */
    @Nullable
    Instant deadline(@Nullable Duration within) {
        return since == null || within == null ? null : since.plus(within);
    }

    ExpectationStatus succeeded(Instant now) {
        return new ExpectationStatus(now, since == null ? null : now, false);
    }

    /** Begins to wait; {@code now} is null to end the wait. */
    ExpectationStatus waits(@Nullable Instant now) {
        return new ExpectationStatus(lastSuccess, now, false);
    }

    ExpectationStatus overdue() {
        return new ExpectationStatus(lastSuccess, since, true);
    }
}
