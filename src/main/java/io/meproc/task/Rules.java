package io.meproc.task;

import io.meproc.task.hook.HookRules;
import java.time.Duration;
import java.time.ZoneId;

/**
 * The settings that apply to all tasks.
 *
 * @param grace the time between SIGTERM and SIGKILL
 * @param lastResort the time after SIGKILL until the replica counts as stuck
 * @param zone the time zone of the cron patterns
 * @param bounds the limits for all tasks together
 * @param node the name of this Meproc, a field of every task, run and event
 * @param hooks the settings of notifications
 */
public record Rules(Duration grace, Duration lastResort, ZoneId zone, Bounds bounds, String node, HookRules hooks) {
    public static final Duration GRACE = Duration.ofSeconds(10);
    public static final Duration LAST_RESORT = Duration.ofSeconds(5);
    public static final String NODE = "localhost";

    public Rules(Duration grace, Duration lastResort, ZoneId zone) {
        this(grace, lastResort, zone, Bounds.DEFAULT, NODE);
    }

    public Rules(Duration grace, Duration lastResort, ZoneId zone, Bounds bounds, String node) {
        this(grace, lastResort, zone, bounds, node, HookRules.NONE);
    }

    public Rules with(HookRules other) {
        return new Rules(grace, lastResort, zone, bounds, node, other);
    }

    public static Rules in(ZoneId zone, Bounds bounds, String node) {
        return new Rules(GRACE, LAST_RESORT, zone, bounds, node);
    }
}
