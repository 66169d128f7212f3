package io.meproc.task.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Fires once, at an instant. */
public record At(Instant instant) implements Trigger {
    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        return Optional.of(instant).filter(fire -> fire.isAfter(after));
    }

    @Override
    public String text() {
        return "at " + instant;
    }
}
