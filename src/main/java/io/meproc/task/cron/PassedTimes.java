package io.meproc.task.cron;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times of a timetable in an interval that has passed, of which there can be very many.
 *
 * @param after the beginning, which does not count
 * @param until the end, which counts
 */
public record PassedTimes(Timetable timetable, Instant after, Instant until) {
    /** The number up to which they are counted. */
    public static final int MOST_COUNTED = 100;

    /** A search window with more times than this multiple of the requested number is made smaller. */
    private static final int ENOUGH = 4;

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** The first times, at most {@value #MOST_COUNTED}. */
    public List<Instant> first() {
        List<Instant> first = new ArrayList<>();
        Optional<Instant> next = timetable.next(after);
        while (next.isPresent() && !next.get().isAfter(until) && first.size() < MOST_COUNTED) {
            first.add(next.get());
            next = timetable.next(next.get());
        }
        return first;
    }

    /**
     * The latest times, at most {@code most}, the latest last. A timetable can only be followed forward, so the size of
     * the window in which they lie is searched first.
     */
    public List<Instant> latest(int most) {
        if (most == 0) {
            return List.of();
        }
        Duration all = Duration.between(after, until);
        Duration tooSmall = Duration.ZERO;
        Duration window = min(SHORTEST.multipliedBy(most), all);
        while (true) {
            List<Instant> found = in(window, most);
            if (found.size() > ENOUGH * most) {
                Duration half = tooSmall.plus(window.minus(tooSmall).dividedBy(2));
                if (half.equals(tooSmall)) {
                    return last(found, most);
                }
                window = half;
            } else if (found.size() >= most || window.equals(all)) {
                return last(found, most);
            } else {
                tooSmall = window;
                window = min(window.multipliedBy(2), all);
            }
        }
    }

    /** The times in the window at the end; one more than enough if there are too many. */
    private List<Instant> in(Duration window, int most) {
        List<Instant> found = new ArrayList<>();
        Optional<Instant> next = timetable.next(until.minus(window));
        while (next.isPresent() && !next.get().isAfter(until) && found.size() <= ENOUGH * most) {
            found.add(next.get());
            next = timetable.next(next.get());
        }
        return found;
    }

    private static List<Instant> last(List<Instant> times, int most) {
        return List.copyOf(times.subList(Math.max(0, times.size() - most), times.size()));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
