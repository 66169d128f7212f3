package io.meproc.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the wall clock showed at each instant of steady time; an immutable value. Every instant of the core is one of
 * steady time, which no setting of the wall clock changes; only fires of cron patterns are wall times.
 */
public final class Timeline {
    /** Before its clock was first seen to be set. */
    public static final Timeline STEADY = new Timeline(List.of(new Step(Instant.MIN, Duration.ZERO)));

    /** Of so many settings of the wall clock the times before them are known. */
    private static final int MOST_STEPS = 64;

    /** From then on the wall clock is ahead of steady time by {@code skew}, or behind it if that is negative. */
    private record Step(Instant from, Duration skew) {}

    private final List<Step> steps;

    private Timeline(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** With a wall clock that was set then, and is ahead by {@code skew} since. */
    Timeline stepped(Instant at, Duration skew) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(at, skew));
        return new Timeline(more.subList(Math.max(0, more.size() - MOST_STEPS), more.size()));
    }

    /** How far the wall clock is ahead of steady time by now. */
    public Duration skew() {
        return steps.get(steps.size() - 1).skew();
    }

    /** What the wall clock showed then, or will show if nobody sets it. */
    public Instant wall(Instant steady) {
        for (int i = steps.size() - 1; i > 0; i--) {
            if (!steady.isBefore(steps.get(i).from())) {
                return steady.plus(steps.get(i).skew());
            }
        }
        return steady.plus(steps.get(0).skew());
    }
}
