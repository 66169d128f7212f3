package io.meproc.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wall-clock time of each instant of steady time; an immutable value. Every instant of the core is steady time,
 * which no setting of the wall clock changes. Only fires of cron patterns are wall-clock times.
 */
public final class Timeline {
    /** The timeline before the wall clock was first set. */
    public static final Timeline STEADY = new Timeline(List.of(new Step(Instant.MIN, Duration.ZERO)));

    /** The number of settings of the wall clock that are kept. */
    private static final int MOST_STEPS = 64;

    /** From {@code from} on, the wall clock is ahead of steady time by {@code skew}, or behind it if negative. */
    private record Step(Instant from, Duration skew) {}

    private final List<Step> steps;
    private final @Nullable Freeze freeze;

    private Timeline(List<Step> steps) {
        this(steps, null);
    }

    private Timeline(List<Step> steps, @Nullable Freeze freeze) {
        this.steps = List.copyOf(steps);
        this.freeze = freeze;
    }

    /** The latest time in which the service did not run; empty without any. */
    public Optional<Freeze> freeze() {
        return Optional.ofNullable(freeze);
    }

    /** Adds a time in which the service did not run. */
    Timeline resumed(Duration length, boolean suspended, Instant at) {
        return new Timeline(steps, new Freeze(at, length, suspended, freeze == null ? 1 : freeze.count() + 1));
    }

    /** Adds a setting of the wall clock, which has been ahead by {@code skew} since. */
    Timeline stepped(Instant at, Duration skew) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(at, skew));
        return new Timeline(more.subList(Math.max(0, more.size() - MOST_STEPS), more.size()), freeze);
    }

    /** How far the wall clock is currently ahead of steady time. */
    public Duration skew() {
        return steps.get(steps.size() - 1).skew();
    }

    /** The wall-clock time at this instant. For a future instant, the time if the clock is not set before. */
    public Instant wall(Instant steady) {
        for (int i = steps.size() - 1; i > 0; i--) {
            if (!steady.isBefore(steps.get(i).from())) {
                return steady.plus(steps.get(i).skew());
            }
        }
        return steady.plus(steps.get(0).skew());
    }
}
