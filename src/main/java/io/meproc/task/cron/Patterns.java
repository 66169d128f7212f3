package io.meproc.task.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Several cron patterns, a match of any of which is a fire; a time that more than one matches is one fire. */
public record Patterns(List<CronPattern> patterns) implements Trigger {
    public static final int MOST = 16;

    public Patterns {
        patterns = List.copyOf(patterns);
    }

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        return patterns.stream()
                .flatMap(pattern -> pattern.next(after, zone).stream())
                .min(Comparator.naturalOrder());
    }

    @Override
    public String text() {
        return patterns.stream().map(CronPattern::text).collect(Collectors.joining(" | "));
    }
}
