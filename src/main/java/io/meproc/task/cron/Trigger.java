package io.meproc.task.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** A rule that determines the fires of a task of the type cron. */
public sealed interface Trigger permits CronPattern, Patterns, Every, At {

    /**
     * The first fire strictly after an instant. Needs microseconds and never blocks.
     *
     * @return empty if there is none
     */
    Optional<Instant> next(Instant after, ZoneId zone);

    /** A description for messages. */
    String text();
}
