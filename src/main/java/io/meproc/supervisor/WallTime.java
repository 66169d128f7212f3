package io.meproc.supervisor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The wall clock as a distance from steady time: the one changes when somebody sets it, and not else. */
final class WallTime extends Clock {
    /** The clocks can't be read at the same moment; a smaller difference is no setting of the clock. */
    private static final Duration STEP = Duration.ofMillis(10);

    /** A reading that took longer says nothing about the distance. */
    private static final Duration LONGEST_READING = Duration.ofMillis(1);

    private static final int MOST_TRIES = 3;

    private final Clock wall;
    private final Clock steady;
    private Duration skew;

    WallTime(Clock wall, Clock steady) {
        this.wall = wall;
        this.steady = steady;
        this.skew = Duration.between(steady.instant(), wall.instant());
    }

    /** The present instant of steady time. */
    Instant steady() {
        return steady.instant();
    }

    /** The instant of steady time at which the wall clock, as it goes now, shows this. */
    Instant steady(Instant shown) {
        return shown.minus(skew);
    }

    /** Looks at the wall clock; gives how far it is ahead of steady time. */
    Duration look() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Instant before = steady.instant();
            Duration seen = Duration.between(before, wall.instant());
            if (seen.minus(skew).abs().compareTo(STEP) < 0) {
                return skew;
            } else if (Duration.between(before, steady.instant()).compareTo(LONGEST_READING) < 0) {
                skew = seen;
                return skew;
            }
        }
        return skew;
    }

    @Override
    public Instant instant() {
        Duration ahead = look();
        return steady.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return wall.withZone(zone);
    }
}
