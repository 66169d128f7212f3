package io.meproc.task.exit;

import org.jspecify.annotations.Nullable;

/**
 * The output of a run within the output of its replica, in bytes since the replica's first run.
 *
 * @param from where the output ended when the run began
 * @param to where the next run of the replica began; null as long as there is none, for everything from {@code from} on
 */
public record OutputRange(long from, @Nullable Long to) {

    /** The range with an end. A log that was truncated during the run holds the rest of its output from the start. */
    OutputRange endedBy(long next) {
        return to != null ? this : new OutputRange(next < from ? 0 : from, next);
    }
}
