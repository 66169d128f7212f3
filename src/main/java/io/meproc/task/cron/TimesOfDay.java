package io.meproc.task.cron;

import java.util.OptionalInt;

/**
 * The minutes of a day at which an alternative fires: bit <i>n</i> of {@code minutes} is minute <i>n</i> of each of the
 * hours whose bits are set in {@code hours}. Neither is ever empty.
 */
record TimesOfDay(long minutes, int hours) {

    private static final int MINUTES_PER_HOUR = 60;

    /** The first minute of the day. */
    int first() {
        return Integer.numberOfTrailingZeros(hours) * MINUTES_PER_HOUR + Long.numberOfTrailingZeros(minutes);
    }

    /** The first such minute of the day that is not before {@code from}. */
    OptionalInt onOrAfter(int from) {
        int hour = from / MINUTES_PER_HOUR;
        long laterMinutes = minutes & (-1L << (from % MINUTES_PER_HOUR));
        if ((hours >>> hour & 1) == 1 && laterMinutes != 0) {
            return OptionalInt.of(hour * MINUTES_PER_HOUR + Long.numberOfTrailingZeros(laterMinutes));
        }
        int laterHours = hours & (-1 << (hour + 1));
        return laterHours == 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.numberOfTrailingZeros(laterHours) * MINUTES_PER_HOUR
                        + Long.numberOfTrailingZeros(minutes));
    }
}
