package io.meproc.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** The number of unwritten lines of a log by reason; thread-safe. */
final class Unwritten {
    /** The number of reasons that are distinguished; lines with further reasons count for the first. */
    private static final int REASONS = 8;

    private final Map<String, Long> lines = new LinkedHashMap<>();

    synchronized void add(String reason) {
        add(reason, 1);
    }

    private void add(String reason, long more) {
        String counted = lines.size() < REASONS || lines.containsKey(reason)
                ? reason
                : lines.keySet().iterator().next();
        lines.merge(counted, more, Long::sum);
    }

    /** Returns the counts since the last call, and resets them. */
    synchronized Map<String, Long> drain() {
        Map<String, Long> drained = new LinkedHashMap<>(lines);
        lines.clear();
        return drained;
    }

    /** Restores counts that were drained and could not be reported. */
    synchronized void restore(Map<String, Long> drained) {
        drained.forEach(this::add);
    }

    synchronized boolean isEmpty() {
        return lines.isEmpty();
    }
}
