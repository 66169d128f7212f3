package io.meproc.task.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The fires of one task: those of its trigger in its time zone, each delayed by a part of its jitter. The delay of a fire is
 * a function of the seed and of its time, so that every computation finds the same fires, in whichever service process.
 *
 * @param jitter the upper limit of the delay, which no delay reaches
 * @param seed differs between tasks and between nodes, so that their delays do, too
 */
public record Timetable(Trigger trigger, ZoneId zone, Duration jitter, String seed) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The number of gaps from which {@link #shortestGap} is determined. */
    private static final int GAPS = 200;

    private static final Instant REFERENCE = Instant.parse("2026-01-01T00:00:00Z");

    /** A timetable without jitter. */
    public Timetable(Trigger trigger, ZoneId zone) {
        this(trigger, zone, Duration.ZERO, "");
    }

    /** The first fire strictly after an instant; empty if there is none. */
    public Optional<Instant> next(Instant after) {
        if (jitter.isZero()) {
            return trigger.next(after, zone);
        }
        Instant first = null;
        Optional<Instant> time = trigger.next(after.minus(jitter), zone);
        while (time.isPresent() && (first == null || time.get().isBefore(first))) {
            Instant fire = time.get().plusMillis(delay(time.get()));
            if (fire.isAfter(after) && (first == null || fire.isBefore(first))) {
                first = fire;
            }
            time = trigger.next(time.get(), zone);
        }
        return Optional.ofNullable(first);
    }

    /** The delay of a fire in milliseconds: a hash (FNV-1a) of the seed and the time, mixed as in SplitMix64. */
    private long delay(Instant time) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < seed.length(); i++) {
            hash = (hash ^ seed.charAt(i)) * FNV_PRIME;
        }
        long mixed = hash + time.toEpochMilli() * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return Math.floorMod(mixed ^ (mixed >>> 31), jitter.toMillis());
    }

    /** The shortest time between successive fires of a trigger, of {@value #GAPS} from 2026 on; empty for a single fire. */
    public static Optional<Duration> shortestGap(Trigger trigger, ZoneId zone) {
        Duration shortest = null;
        Optional<Instant> fire = trigger.next(REFERENCE, zone);
        for (int n = 0; n < GAPS && fire.isPresent(); n++) {
            Optional<Instant> next = trigger.next(fire.get(), zone);
            if (next.isPresent()) {
                Duration gap = Duration.between(fire.get(), next.get());
                shortest = shortest == null || gap.compareTo(shortest) < 0 ? gap : shortest;
            }
            fire = next;
        }
        return Optional.ofNullable(shortest);
    }
}
