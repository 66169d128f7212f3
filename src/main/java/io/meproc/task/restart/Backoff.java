package io.meproc.task.restart;

import java.time.Duration;

/**
 * The waits between the ends of a replica and its next starts.
 *
 * @param base the wait after a run that lasted, and after the first of several that did not
 * @param growth the factor from one wait to the next while runs do not last, at least 1
 * @param cap the longest wait before jitter is added
 * @param jitter up to how many percent of a wait are added to it
 */
public record Backoff(Duration base, double growth, Duration cap, int jitter) {
    private static final double PERCENT = 100;
    private static final int FRACTION_BITS = 53;

    /** Whether the wait has grown after this many successive runs that did not last. */
    public boolean grows(int inARow) {
        return growth > 1 && inARow > 1;
    }

    /** The wait without jitter after this many successive runs that did not last. */
    public Duration delay(int inARow) {
        if (!grows(inARow)) {
            return base.compareTo(cap) < 0 ? base : cap;
        }
        double millis = base.toMillis() * Math.pow(growth, inARow - 1.0);
        return millis < cap.toMillis() ? Duration.ofMillis(Math.round(millis)) : cap;
    }

    /**
     * The wait with jitter, which spreads the restarts of replicas that end at the same time.
     *
     * @param seed selects the jitter; equal seeds give equal waits
     */
    public Duration delay(int inARow, long seed) {
        Duration delay = delay(inARow);
        return jitter == 0 ? delay : longer(delay, fraction(seed));
    }

    /** The longest wait, with jitter, after this many successive runs that did not last. */
    public Duration longest(int inARow) {
        return longer(delay(inARow), 1);
    }

    private Duration longer(Duration delay, double share) {
        return delay.plusMillis(Math.round(delay.toMillis() * share * jitter / PERCENT));
    }

    /** A number from 0 to 1 that looks random, by the finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static double fraction(long seed) {
        long mixed = seed + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return (mixed >>> (Long.SIZE - FRACTION_BITS)) * 0x1.0p-53;
    }
}
