package io.meproc.probe;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations in messages of sd_notify(3). */
final class Microseconds {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final long NANOS = 1_000;

    private Microseconds() {}

    /** The duration; null if the text is absent or not a number of microseconds. */
    static @Nullable Duration parse(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches()
                ? Duration.ofNanos(Math.multiplyExact(Long.parseLong(text), NANOS))
                : null;
    }
}
