package io.meproc.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many lines of a log were not written, by reason; safe for use by several threads. */
final class Unwritten {
    /** Beyond this number of different reasons, lines are counted under the first. */
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

    /** The counts since the last call. */
    synchronized Map<String, Long> take() {
        Map<String, Long> taken = new LinkedHashMap<>(lines);
        lines.clear();
        return taken;
    }

    /** Counts again what was taken and could not be reported. */
    synchronized void giveBack(Map<String, Long> taken) {
        taken.forEach(this::add);
    }

    synchronized boolean isEmpty() {
        return lines.isEmpty();
    }
}
