package io.meproc.supervisor;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The system's clock, until it is broken. */
final class BreakableClock extends Clock {
    volatile boolean broken;

    @Override
    public Instant instant() {
        if (broken) {
            throw new IllegalStateException("the clock is broken");
        }
        return Instant.now();
    }

    @Override
    public ZoneId getZone() {
        return Clock.systemUTC().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
