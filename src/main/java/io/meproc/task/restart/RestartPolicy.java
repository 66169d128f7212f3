package io.meproc.task.restart;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.ExitStatuses;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a replica is started again after the end of a run. The policy never judges an end that was requested.
 *
 * @param mode null for the default of the type: daemons always, others never
 * @param force statuses after which a run is restarted whatever the mode is
 * @param prevent statuses after which a run is not restarted whatever the mode is; disjoint from {@code force}
 * @param resetAfter the length of a run that resets the growth of the waits and the failures; null for the defaults
 * @param limit null to restart without limit
 * @param essential whether the service ends when a replica has failed and is not restarted
 */
public record RestartPolicy(
        @Nullable RestartMode mode,
        ExitStatuses force,
        ExitStatuses prevent,
        RestartDelay delay,
        @Nullable Duration resetAfter,
        @Nullable RestartLimit limit,
        boolean essential) {
    public static final RestartPolicy DEFAULT =
            new RestartPolicy(null, ExitStatuses.NONE, ExitStatuses.NONE, RestartDelay.DEFAULT, null, null, false);

    /** The default policy with another mode. */
    public static RestartPolicy of(RestartMode mode) {
        return DEFAULT.with(mode);
    }

    public RestartPolicy with(RestartMode other) {
        return new RestartPolicy(other, force, prevent, delay, resetAfter, limit, essential);
    }

    public RestartPolicy with(RestartDelay other) {
        return new RestartPolicy(mode, force, prevent, other, resetAfter, limit, essential);
    }

    public RestartPolicy with(RestartLimit other) {
        return new RestartPolicy(mode, force, prevent, delay, resetAfter, other, essential);
    }

    public RestartPolicy asEssential(boolean ends) {
        return new RestartPolicy(mode, force, prevent, delay, resetAfter, limit, ends);
    }

    /**
     * The decision about a run that ended by itself or was not started.
     *
     * @param daemon whether the task is a daemon
     */
    public RestartDecision decide(Cause cause, boolean daemon) {
        if (cause instanceof Cause.Own own) {
            if (prevent.includes(own.status())) {
                return RestartDecision.PREVENTED;
            } else if (force.includes(own.status())) {
                return RestartDecision.RESTARTS;
            }
        }
        return switch (mode(daemon)) {
            case ALWAYS -> RestartDecision.RESTARTS;
            case ON_FAILURE -> cause.success() ? RestartDecision.SUCCEEDED : RestartDecision.RESTARTS;
            case NEVER -> RestartDecision.NEVER;
        };
    }

    private RestartMode mode(boolean daemon) {
        RestartMode usual = daemon ? RestartMode.ALWAYS : RestartMode.NEVER;
        return mode == null ? usual : mode;
    }

    /** The waits before the restarts of a task with this interval, see {@link RestartDelay#backoff}. */
    public Backoff backoff(Duration interval, boolean given) {
        return delay.backoff(interval, given);
    }

    /** The length of a run that resets the failures; {@code usual} unless another one is requested. */
    public Duration resetAfter(Duration usual) {
        return resetAfter == null ? usual : resetAfter;
    }
}
