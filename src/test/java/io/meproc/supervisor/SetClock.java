package io.meproc.supervisor;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A wall clock that shows what it was set to. */
final class SetClock extends Clock {
    volatile Instant now;

    SetClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
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
