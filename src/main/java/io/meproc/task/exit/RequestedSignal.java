package io.meproc.task.exit;

import org.jspecify.annotations.Nullable;

/**
 * A request that sends a signal to a run.
 *
 * @param signal the signal; null for the signals of a stop
 */
public record RequestedSignal(Requester by, @Nullable Signal signal) {
    /** Whether an end with this cause follows from the request. */
    public boolean explains(Cause cause) {
        if (signal == null) {
            return cause instanceof Cause.Stopped || cause instanceof Cause.Replaced;
        }
        return cause instanceof Cause.Own own
                && own.status() instanceof ExitStatus.Signaled ended
                && ended.signal() == signal.number();
    }
}
