package io.meproc.task.occasion;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is started.
 *
 * @param due the time of the fire, or of the request, in wall-clock time
 * @param parameters what the request has added to the command
 */
public record Occasion(Kind kind, Instant due, RunParameters parameters) {
    /** The kinds of occasions. */
    public enum Kind {
        FIRE,
        /** A fire that was missed, and is caught up. */
        MISSED,
        REQUEST;

        /** The name of the kind in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A fire without parameters. */
    public static Occasion fire(Kind kind, Instant due) {
        return new Occasion(kind, due, RunParameters.NONE);
    }

    /** When a start is too late; null for never. */
    public @Nullable Instant deadline(@Nullable Duration within) {
        return within == null ? null : due.plus(within);
    }

    /** The record of the occasion that is kept with a run. */
    public RunOccasion of(int attempt) {
        return new RunOccasion(
                kind,
                due,
                attempt,
                parameters.args(),
                parameters.environment().names().stream().toList());
    }
}
