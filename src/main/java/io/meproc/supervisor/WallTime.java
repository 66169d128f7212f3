package io.meproc.supervisor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The wall clock, as an offset from steady time. The offset changes only when the wall clock is set. */
final class WallTime extends Clock {
    /**
     * The two clocks can't be read at the same instant, so a smaller difference does not count as a setting of the
     * clock.
     */
    private static final Duration STEP = Duration.ofMillis(10);

    /** A reading that takes longer is too imprecise and is repeated. */
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

    /** The current instant of steady time. */
    Instant steady() {
        return steady.instant();
    }

    /** The instant of steady time at which the wall clock, with its current offset, shows this time. */
    Instant steady(Instant shown) {
        return shown.minus(skew);
    }

    /** Reads the wall clock and returns its offset from steady time. */
    Duration readSkew() {
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
        Duration ahead = readSkew();
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
