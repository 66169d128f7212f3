package io.meproc.task.cron;

import org.jspecify.annotations.Nullable;

/**
 * How much of its history a task keeps, within the limits of the service.
 *
 * @param runs the most ended runs; null for the service's limit
 * @param days the age of an ended run at which it is deleted, in days; null for the service's limit
 */
public record HistoryLimits(
        @Nullable Integer runs, @Nullable Integer days) {
    public static final HistoryLimits OF_SERVICE = new HistoryLimits(null, null);
    public static final int MOST_RUNS = 1_000_000;
    public static final int MOST_DAYS = 36_500;
}
