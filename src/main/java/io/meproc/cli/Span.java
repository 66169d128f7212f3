package io.meproc.cli;

import java.time.Duration;

/** Formats durations in at most two units, such as {@code 3h 5m}. */
final class Span {
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;

    private Span() {}

    static String of(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < MINUTE) {
            return seconds + "s";
        } else if (seconds < HOUR) {
            return two(seconds, MINUTE, "m", 1, "s");
        } else if (seconds < DAY) {
            return two(seconds, HOUR, "h", MINUTE, "m");
        }
        return two(seconds, DAY, "d", HOUR, "h");
    }

    private static String two(long seconds, int large, String largeName, int small, String smallName) {
        long rest = seconds % large / small;
        return seconds / large + largeName + (rest == 0 ? "" : " " + rest + smallName);
    }
}
