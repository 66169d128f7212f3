package io.meproc.bus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Steady time: it begins at the wall time of its first use and advances by {@link System#nanoTime}, so that no setting of
 * the wall clock changes it. The supervisor and the process side share it, so that the difference of two instants is the
 * time that has passed; {@link io.meproc.task.Timeline} has the wall time of each instant.
 */
public final class SteadyClock extends Clock {
    /** The clock that the whole JVM shares. */
    public static final SteadyClock INSTANCE = new SteadyClock();

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    private SteadyClock() {}

    /** The current instant of steady time. */
    public static Instant now() {
        return INSTANCE.instant();
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("steady time has no zone");
    }
}
