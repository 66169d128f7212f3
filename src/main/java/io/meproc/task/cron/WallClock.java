package io.meproc.task.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/** The local times at which an alternative fires, independent of a time zone. */
record WallClock(Days days, TimesOfDay times) {

    private static final int MINUTES_PER_HOUR = 60;

    /** The first such time that is not before {@code from}; empty only if there is none at all. */
    Optional<LocalDateTime> onOrAfter(LocalDateTime from) {
        LocalDateTime minute = from.truncatedTo(ChronoUnit.MINUTES);
        if (minute.isBefore(from)) {
            minute = minute.plusMinutes(1);
        }
        Optional<LocalDate> day = days.onOrAfter(minute.toLocalDate());
        if (day.isEmpty()) {
            return Optional.empty();
        }
        LocalDate date = day.get();
        if (date.equals(minute.toLocalDate())) {
            OptionalInt time = times.onOrAfter(minute.getHour() * MINUTES_PER_HOUR + minute.getMinute());
            if (time.isPresent()) {
                return Optional.of(at(date, time.getAsInt()));
            }
            day = days.onOrAfter(date.plusDays(1));
        }
        return day.map(later -> at(later, times.first()));
    }

    private static LocalDateTime at(LocalDate date, int minuteOfDay) {
        return date.atTime(minuteOfDay / MINUTES_PER_HOUR, minuteOfDay % MINUTES_PER_HOUR);
    }
}
