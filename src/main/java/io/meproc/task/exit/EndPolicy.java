package io.meproc.task.exit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of the ends of a task's runs.
 *
 * @param stop how a run is stopped
 * @param timeout the longest that a run may take, after which it is stopped; null for as long as it likes
 * @param success which ends are good ones
 * @param onLeaderExit what becomes of processes that outlive the first one of their run
 */
public record EndPolicy(StopPlan stop, @Nullable Duration timeout, Success success, LeaderExit onLeaderExit) {
    public static final EndPolicy DEFAULT = new EndPolicy(StopPlan.DEFAULT, null, Success.ZERO, LeaderExit.STOP_GROUP);

    /** Whether it is the one of a task that asks for none. */
    public boolean usual() {
        return stop.usual() && timeout == null && success.usual() && onLeaderExit == LeaderExit.STOP_GROUP;
    }
}
