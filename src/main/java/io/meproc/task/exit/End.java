package io.meproc.task.exit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param pid its first process; 0 when there was none
 * @param since when that came to life
 * @param at when nothing of the run was left
 * @param usage null when nobody could tell
 * @param leftovers what else had to be ended, as far as it was seen
 */
public record End(
        Cause cause,
        long pid,
        Instant since,
        Instant at,
        @Nullable Usage usage,
        List<Leftover> leftovers) {

    public End {
        leftovers = List.copyOf(leftovers);
    }

    /** With these as well. */
    public End with(List<Leftover> more) {
        return new End(
                cause,
                pid,
                since,
                at,
                usage,
                Stream.concat(leftovers.stream(), more.stream()).toList());
    }

    public Duration lasted() {
        return Duration.between(since, at);
    }

    /** Whether the supervisor ended it because somebody wanted it to. */
    public boolean requested() {
        return cause instanceof Cause.Stopped;
    }
}
