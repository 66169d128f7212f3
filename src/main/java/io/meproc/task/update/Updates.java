package io.meproc.task.update;

import java.time.Duration;

/**
 * How the processes of a task are replaced by those of a rolling restart or of a new definition.
 *
 * @param gated whether a new command is started a few replicas at a time, and taken back if it fails; otherwise all
 * replicas are restarted at once
 * @param healthyAfter how long a new process must be ready without interruption before it counts as good
 * @param timeout how long a new process may take to become ready, from its start on
 */
public record Updates(
        boolean gated, Unavailable maxUnavailable, Duration healthyAfter, Duration timeout, OnFailure onFailure) {
    /** Of a task that names none: new commands are started at once, and rolling restarts replace one replica at a time. */
    public static final Updates DEFAULT =
            new Updates(false, Unavailable.ONE, Duration.ofSeconds(2), Duration.ofMinutes(5), OnFailure.ROLLBACK);

    /** The longest duration of either kind. */
    public static final Duration LONGEST = Duration.ofHours(1);
}
