package io.meproc.task.exit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How runs of a task are stopped and judged.
 *
 * @param stop the signals and graces of a stop
 * @param timeout the time limit of a run, after which it is stopped; null for none
 * @param success which exit statuses count as success
 * @param onLeaderExit what happens to processes that outlive the leader of their run
 */
public record EndPolicy(StopPlan stop, @Nullable Duration timeout, ExitStatuses success, LeaderExit onLeaderExit) {
    public static final EndPolicy DEFAULT =
            new EndPolicy(StopPlan.DEFAULT, null, ExitStatuses.ZERO, LeaderExit.STOP_GROUP);

    /** Whether this is the default policy. */
    public boolean isDefault() {
        return stop.isDefault()
                && timeout == null
                && success.equals(ExitStatuses.ZERO)
                && onLeaderExit == LeaderExit.STOP_GROUP;
    }
}
