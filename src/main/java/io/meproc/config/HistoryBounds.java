package io.meproc.config;

/**
 * How much history is kept.
 *
 * @param runs the number of ended runs of each task
 * @param days the age of ended runs and audit records in days
 */
public record HistoryBounds(int runs, int days) {
    public static final HistoryBounds DEFAULT = new HistoryBounds(1_000, 30);

    static final int MOST_RUNS = 100_000;
    static final int MOST_DAYS = 3_650;
}
