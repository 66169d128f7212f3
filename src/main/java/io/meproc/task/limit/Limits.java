package io.meproc.task.limit;

import org.jspecify.annotations.Nullable;

/**
 * The limits of the resources that all processes of a run may use together. All except {@code restartAbove} need a control
 * group.
 *
 * @param memoryHigh the memory above which the kernel slows the processes down and reclaims; null without this limit
 * @param memoryMax the memory at which the kernel kills all processes; null without this limit
 * @param cpu hundredths of a core, up to {@value #MAX_CPU}; 0 without this limit
 * @param pids the number of processes and threads, up to {@value #MAX_PIDS}; 0 without this limit
 * @param restartAbove the memory above which a run is replaced, measured without a control group; null without this limit
 * @param replacement when a run above {@code memoryHigh} or {@code restartAbove} is replaced; null if it is not
 */
public record Limits(
        @Nullable Size memoryHigh,
        @Nullable Size memoryMax,
        int cpu,
        int pids,
        @Nullable Size restartAbove,
        @Nullable Replacement replacement) {
    public static final Limits DEFAULT = new Limits(null, null, 0, 0, null, null);

    public static final int MAX_CPU = 100_000;

    /** The most processes that the kernel counts (PID_MAX_LIMIT). */
    public static final int MAX_PIDS = 4_194_304;

    /** Less than this, and no program could start. */
    public static final Size LEAST_MEMORY = new Size(1_000_000);

    public static final Size MOST_MEMORY = new Size(64_000_000_000_000L);

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    /** Whether a control group has to enforce a part of them. */
    public boolean needsGroup() {
        return memoryHigh != null || memoryMax != null || cpu > 0 || pids > 0;
    }

    /** The least of the limits of memory; null without one. */
    public @Nullable Size leastMemory() {
        return memoryHigh != null
                ? memoryHigh
                : memoryMax != null && restartAbove != null
                        ? (memoryMax.compareTo(restartAbove) < 0 ? memoryMax : restartAbove)
                        : memoryMax != null ? memoryMax : restartAbove;
    }

    /** The memory above which a run is replaced; null if it is not. */
    public @Nullable Size ceiling() {
        return replacement == null ? null : memoryHigh != null ? memoryHigh : restartAbove;
    }

    /** The field with the ceiling, for messages. */
    public String ceilingName() {
        return memoryHigh != null ? "memory.high" : "restart_above";
    }
}
