package io.meproc.task.probe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a run needs to send messages of sd_notify(3).
 *
 * @param watchdog the time in which a run has to send WATCHDOG=1; null for none
 */
public record Notification(@Nullable Duration watchdog) {}
