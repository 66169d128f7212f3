package io.meproc.task.cron;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The times of a pattern that were handled when they came, by a start or because the last run was not over; an immutable
 * value. It consists of intervals of the wall clock, of which a new one begins whenever the clock is set, so that no time is
 * handled twice after the clock was set back.
 */
public final class HandledTimes {
    public static final HandledTimes NONE = new HandledTimes(List.of());

    /**
     * After a start of the service, times that are not farther ahead of the clock than this count as handled before the clock
     * was set back. For a larger difference the clock is followed, as cron does (cron(8) of Debian: changes of more than 3 hours).
     */
    public static final Duration SET_BACK = Duration.ofHours(3);

    /** The number of latest intervals that are kept. */
    private static final int MOST = 32;

    private record Interval(Instant from, Instant to) {
        boolean contains(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }
    }

    private final List<Interval> intervals;

    private HandledTimes(List<Interval> intervals) {
        this.intervals = intervals;
    }

    /** Begins an interval: earlier times are not handled any more. */
    public HandledTimes from(Instant now) {
        return with(new Interval(now, now));
    }

    /** Adds an interval that has ended. */
    public HandledTimes with(Instant from, Instant to) {
        return with(new Interval(from, to));
    }

    private HandledTimes with(Interval next) {
        List<Interval> more = new ArrayList<>(intervals);
        more.removeIf(earlier -> next.contains(earlier.from()) && next.contains(earlier.to()));
        more.add(next);
        return new HandledTimes(List.copyOf(more.subList(Math.max(0, more.size() - MOST), more.size())));
    }

    /** Extends the current interval. */
    public HandledTimes until(Instant now) {
        if (intervals.isEmpty()) {
            return from(now);
        }
        Interval current = intervals.get(intervals.size() - 1);
        List<Interval> more = new ArrayList<>(intervals.subList(0, intervals.size() - 1));
        more.add(now.isAfter(current.to()) ? new Interval(current.from(), now) : current);
        return new HandledTimes(List.copyOf(more));
    }

    /**
     * The time up to which everything was handled: the end of the current interval, or of an earlier one that is not farther
     * ahead than {@link #SET_BACK}; null before the first interval.
     */
    public @Nullable Instant latest() {
        if (intervals.isEmpty()) {
            return null;
        }
        Instant current = intervals.get(intervals.size() - 1).to();
        return intervals.stream()
                .map(Interval::to)
                .filter(end -> !end.isAfter(current.plus(SET_BACK)))
                .max(Comparator.naturalOrder())
                .orElse(current);
    }

    /**
     * The first time after {@code now} that was not handled.
     *
     * @param next the first time of the pattern after an instant
     */
    public Optional<Instant> next(Instant now, Function<Instant, Optional<Instant>> next) {
        Optional<Instant> fire = next.apply(now);
        Interval over = covering(fire);
        while (over != null) {
            fire = next.apply(over.to());
            over = covering(fire);
        }
        return fire;
    }

    private @Nullable Interval covering(Optional<Instant> fire) {
        return fire.flatMap(time -> intervals.stream()
                        .filter(interval -> interval.contains(time))
                        .findFirst())
                .orElse(null);
    }
}
