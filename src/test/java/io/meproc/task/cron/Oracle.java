package io.meproc.task.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A cron pattern as the manual words it, field by field and minute by minute: slow, and too simple to be wrong. It shares
 * nothing with what it judges and reads valid patterns only.
 */
final class Oracle {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int LAST = 32;

    private final List<Line> lines;

    Oracle(String pattern) {
        lines = Arrays.stream(pattern.split("\\|", -1))
                .map(String::trim)
                .map(Line::of)
                .toList();
    }

    /** Whether the pattern matches what a clock shows, DST aside. */
    boolean shows(LocalDateTime time) {
        return lines.stream()
                .anyMatch(line -> line.shows(time.getHour(), time.getMinute()) && line.shows(time.toLocalDate()));
    }

    /** All fires in the year: every minute of the year is looked at. */
    List<Instant> fires(ZoneYear year) {
        BitSet fires = new BitSet();
        for (Line line : lines) {
            BitSet named = new BitSet();
            for (int day = 0; day < year.days(); day++) {
                if (line.shows(year.date(day))) {
                    for (int time = 0; time < ZoneYear.MINUTES_PER_DAY; time++) {
                        named.set(day * ZoneYear.MINUTES_PER_DAY + time, line.shows(time / 60, time % 60));
                    }
                }
            }
            if (line.wild) {
                for (int minute = 0; minute < year.minutes(); minute++) {
                    if (named.get(year.shown(minute))) {
                        fires.set(minute);
                    }
                }
            } else {
                named.stream().forEach(local -> fires.set(year.firstShownAtOrAfter(local)));
            }
        }
        List<Instant> instants = new ArrayList<>();
        fires.stream().forEach(minute -> instants.add(year.instant(minute)));
        return instants;
    }

    private record Line(
            BitSet minute, BitSet hour, BitSet day, BitSet month, BitSet weekday, boolean either, boolean wild) {

        static Line of(String pattern) {
            String text = switch (pattern) {
                case "@hourly" -> "0 * * * *";
                case "@daily", "@midnight" -> "0 0 * * *";
                case "@weekly" -> "0 0 * * 0";
                case "@monthly" -> "0 0 1 * *";
                case "@yearly", "@annually" -> "0 0 1 1 *";
                default -> pattern;
            };
            String[] f = text.toLowerCase(Locale.ROOT).split("\\s+", -1);
            return new Line(
                    values(f[0], 0, 59, List.of(), 0),
                    values(f[1], 0, 23, List.of(), 0),
                    values(f[2], 1, 31, List.of(), 0),
                    values(f[3], 1, 12, MONTHS, 1),
                    values(f[4], 0, 6, DAYS, 0),
                    !f[2].startsWith("*") && !f[4].startsWith("*"),
                    f[0].contains("*") || f[1].contains("*"));
        }

        private static BitSet values(String field, int least, int most, List<String> names, int base) {
            BitSet values = new BitSet();
            for (String entry : field.split(",", -1)) {
                String[] step = entry.split("/", -1);
                String[] ends = step[0].split("-", -1);
                int first = least;
                int last = most;
                if (step[0].equals("l")) {
                    first = last = LAST;
                } else if (!step[0].equals("*")) {
                    first = value(ends[0], names, base);
                    last = ends.length == 1 ? first : value(ends[1], names, base);
                    if (ends.length > 1 && ends[1].equals("sun") && first > 0) {
                        last = 7;
                    }
                }
                for (int v = first; v <= last; v += step.length == 1 ? 1 : Integer.parseInt(step[1])) {
                    values.set(names == DAYS && v == 7 ? 0 : v);
                }
            }
            return values;
        }

        private static int value(String text, List<String> names, int base) {
            return names.contains(text) ? names.indexOf(text) + base : Integer.parseInt(text);
        }

        boolean shows(int atHour, int atMinute) {
            return hour.get(atHour) && minute.get(atMinute);
        }

        boolean shows(LocalDate date) {
            boolean last = date.plusDays(1).getMonth() != date.getMonth();
            boolean dayMatches = day.get(date.getDayOfMonth()) || (last && day.get(LAST));
            boolean weekdayMatches = weekday.get(date.getDayOfWeek().getValue() % 7);
            return month.get(date.getMonthValue())
                    && (either ? dayMatches || weekdayMatches : dayMatches && weekdayMatches);
        }
    }
}
