package io.meproc.task.cron;

import java.time.Instant;
import java.time.zone.ZoneRules;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One alternative of a pattern, whose fires depend on the time zone. */
sealed interface Alternative permits FixedTimes, FollowedTimes {

    WallClock clock();

    /** The first fire strictly after {@code after}. */
    Optional<Instant> next(Instant after, ZoneRules zone);

    /**
     * Turns one alternative of the text into two if it restricts both the day of month and the day of week, since a
     * match of either is enough. As in Vixie cron, a field that begins with {@code *} restricts nothing, even if a
     * step follows ({@code *}{@code /2}).
     */
    static Stream<Alternative> of(Map<Field, String> fields) {
        if (restricted(fields, Field.DAY_OF_MONTH) && restricted(fields, Field.DAY_OF_WEEK)) {
            return Stream.of(without(Field.DAY_OF_WEEK, fields), without(Field.DAY_OF_MONTH, fields));
        }
        return Stream.of(plain(fields));
    }

    private static boolean restricted(Map<Field, String> fields, Field field) {
        return !text(fields, field).startsWith("*");
    }

    private static Alternative without(Field field, Map<Field, String> fields) {
        Map<Field, String> others = new EnumMap<>(fields);
        others.put(field, "*");
        return plain(others);
    }

    private static Alternative plain(Map<Field, String> fields) {
        WallClock clock = Evaluation.evaluate(fields);
        boolean follows = Stream.of(Field.MINUTE, Field.HOUR)
                .anyMatch(field -> text(fields, field).contains("*"));
        return follows ? new FollowedTimes(clock) : new FixedTimes(clock);
    }

    private static String text(Map<Field, String> fields, Field field) {
        return fields.getOrDefault(field, "*");
    }
}
