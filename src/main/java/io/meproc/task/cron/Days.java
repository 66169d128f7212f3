package io.meproc.task.cron;

import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Optional;

/**
 * The days on which an alternative fires: the months (bit 0 is January), the weekdays (bit 0 is Sunday), and the days
 * (bit 0 is the first) of a month with 28, 29, 30 or 31 days.
 */
record Days(int months, int weekdays, int of28, int of29, int of30, int of31) {

    /** The number of months after which the Gregorian calendar repeats itself, weekdays included. */
    private static final int MONTHS_PER_CYCLE = 400 * 12;

    private static final int DAYS_PER_WEEK = 7;
    private static final int WEEK = (1 << DAYS_PER_WEEK) - 1;

    /** One bit a week, for as many weeks as a month touches. */
    private static final long WEEKS = 1L | 1L << 7 | 1L << 14 | 1L << 21 | 1L << 28;

    /**
     * Whether there is any such day. Within a cycle each month begins on each weekday, February with either length,
     * so that it is enough to check each combination once.
     */
    boolean any() {
        return Arrays.stream(Month.values())
                .anyMatch(month -> anyIn(month, month.minLength()) || anyIn(month, month.maxLength()));
    }

    private boolean anyIn(Month month, int length) {
        for (int first = 0; first < DAYS_PER_WEEK; first++) {
            if (in(month.getValue(), length, first) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The first such day that is not before {@code from}; empty only if there is none at all. */
    Optional<LocalDate> onOrAfter(LocalDate from) {
        YearMonth month = YearMonth.from(from);
        int days = in(month) & (-1 << (from.getDayOfMonth() - 1));
        for (int n = 0; n < MONTHS_PER_CYCLE && days == 0; n++) {
            month = month.plusMonths(1);
            days = in(month);
        }
        return days == 0 ? Optional.empty() : Optional.of(month.atDay(Integer.numberOfTrailingZeros(days) + 1));
    }

    private int in(YearMonth month) {
        if ((months >>> (month.getMonthValue() - 1) & 1) == 0) {
            return 0;
        }
        int first = month.atDay(1).getDayOfWeek().getValue() % DAYS_PER_WEEK;
        return in(month.getMonthValue(), month.lengthOfMonth(), first);
    }

    /** The days, as bits, of a month with this length that begins on this weekday (0 is Sunday). */
    private int in(int month, int length, int first) {
        if ((months >>> (month - 1) & 1) == 0) {
            return 0;
        }
        int week = (weekdays >>> first | weekdays << (DAYS_PER_WEEK - first)) & WEEK;
        return (int) (week * WEEKS) & daysOfMonth(length);
    }

    private int daysOfMonth(int length) {
        return switch (length) {
            case 28 -> of28;
            case 29 -> of29;
            case 30 -> of30;
            default -> of31;
        };
    }
}
