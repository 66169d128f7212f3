package io.meproc.task.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The latest ends that a restart policy counts, the earliest first; at most {@value RestartLimit#MAX_ENDS}.
 *
 * @param at when the runs ended, in steady time
 */
public record RecentEnds(List<Instant> at) {
    public static final RecentEnds NONE = new RecentEnds(List.of());

    public RecentEnds {
        at = List.copyOf(at);
    }

    /** Adds an end, and forgets those that have left the window by then. */
    public RecentEnds with(Instant end, RestartLimit limit) {
        List<Instant> within = Stream.concat(
                        at.stream().filter(each -> each.isAfter(end.minus(limit.within()))), Stream.of(end))
                .toList();
        return new RecentEnds(within.subList(Math.max(0, within.size() - limit.ends()), within.size()));
    }

    public int count() {
        return at.size();
    }

    /** The same ends on a clock that is behind by this duration. */
    public RecentEnds earlier(Duration by) {
        return at.isEmpty()
                ? this
                : new RecentEnds(at.stream().map(each -> each.minus(by)).toList());
    }
}
