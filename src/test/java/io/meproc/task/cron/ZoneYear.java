package io.meproc.task.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * Every minute of a year in a zone, and what its clocks show, as a number of minutes since new year; gaps and overlaps are
 * found by looking, not by rules.
 */
final class ZoneYear {

    static final int MINUTES_PER_DAY = 1440;

    private final LocalDate newYear;
    private final Instant start;
    private final int[] shown;
    private final int[] firstShown;

    ZoneYear(ZoneId zone, int year) {
        newYear = LocalDate.of(year, 1, 1);
        start = newYear.atStartOfDay(zone).toInstant();
        Instant end = newYear.plusYears(1).atStartOfDay(zone).toInstant();
        shown = new int[(int) Duration.between(start, end).toMinutes()];
        firstShown = new int[newYear.lengthOfYear() * MINUTES_PER_DAY];
        Arrays.fill(firstShown, -1);
        for (int minute = 0; minute < shown.length; minute++) {
            LocalDateTime time = LocalDateTime.ofInstant(instant(minute), zone);
            shown[minute] = (int) Duration.between(newYear.atStartOfDay(), time).toMinutes();
            if (firstShown[shown[minute]] < 0) {
                firstShown[shown[minute]] = minute;
            }
        }
    }

    Instant start() {
        return start;
    }

    Instant end() {
        return instant(shown.length);
    }

    int days() {
        return newYear.lengthOfYear();
    }

    LocalDate date(int day) {
        return newYear.plusDays(day);
    }

    int minutes() {
        return shown.length;
    }

    Instant instant(int minute) {
        return start.plusSeconds(60L * minute);
    }

    /** What the clocks show at a minute of the year. */
    int shown(int minute) {
        return shown[minute];
    }

    /** The first minute of the year that shows a local time, or else the next local time that is shown at all. */
    int firstShownAtOrAfter(int local) {
        int next = local;
        while (firstShown[next] < 0) {
            next++;
        }
        return firstShown[next];
    }
}
