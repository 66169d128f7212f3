package io.meproc.task.cron;

import it.sauronsoftware.cron4j.SchedulingPattern;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.IntFunction;

/**
 * The translated fields as bits, evaluated by cron4j. Each value of each field is tested once, in UTC, which neither
 * skips nor repeats a time.
 *
 * <p>cron4j requires all fields to match, so one alternative whose day of month and day of week are both restricted
 * is evaluated as two (see {@link Alternative}).
 */
final class Evaluation {

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    /** A Sunday that is the first day of a month of 31 days in a leap year. */
    private static final LocalDate SUNDAY = LocalDate.of(2028, 10, 1);

    private Evaluation() {}

    static WallClock evaluate(Map<Field, String> fields) {
        SchedulingPattern minute = pattern("%s * * * *", fields, Field.MINUTE);
        SchedulingPattern hour = pattern("* %s * * *", fields, Field.HOUR);
        SchedulingPattern dayOfMonth = pattern("* * %s * *", fields, Field.DAY_OF_MONTH);
        SchedulingPattern month = pattern("* * * %s *", fields, Field.MONTH);
        SchedulingPattern dayOfWeek = pattern("* * * * %s", fields, Field.DAY_OF_WEEK);
        LocalDateTime midnight = SUNDAY.atStartOfDay();

        TimesOfDay times =
                new TimesOfDay(bits(minute, 60, midnight::plusMinutes), (int) bits(hour, 24, midnight::plusHours));
        return new WallClock(
                new Days(
                        (int) bits(month, 12, n -> midnight.withMonth(n + 1)),
                        (int) bits(dayOfWeek, 7, midnight::plusDays),
                        daysOfMonth(dayOfMonth, LocalDate.of(2027, 2, 1)),
                        daysOfMonth(dayOfMonth, LocalDate.of(2028, 2, 1)),
                        daysOfMonth(dayOfMonth, LocalDate.of(2028, 4, 1)),
                        daysOfMonth(dayOfMonth, SUNDAY)),
                times);
    }

    private static SchedulingPattern pattern(String template, Map<Field, String> fields, Field field) {
        return new SchedulingPattern(String.format(template, fields.get(field)));
    }

    private static int daysOfMonth(SchedulingPattern pattern, LocalDate first) {
        return (int) bits(pattern, first.lengthOfMonth(), first.atStartOfDay()::plusDays);
    }

    private static long bits(SchedulingPattern pattern, int size, IntFunction<LocalDateTime> time) {
        long bits = 0;
        for (int n = 0; n < size; n++) {
            if (pattern.match(UTC, time.apply(n).toInstant(ZoneOffset.UTC).toEpochMilli())) {
                bits |= 1L << n;
            }
        }
        return bits;
    }
}
