package io.meproc.task.cron;

import static io.meproc.task.cron.CronSyntaxException.quote;
import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One of the five fields of a pattern, and its syntax as in crontab(5): a list of values, ranges and steps.
 *
 * <p>Where crontab(5) is silent, the syntax is strict: a range is ascending, a step follows {@code *} or a range and
 * is at most the number of values of the field, no entry of a list is empty, and a number has at most two digits.
 */
enum Field {
    MINUTE("minute", 0, 59, 60, "", "0 to 59"),
    HOUR("hour", 0, 23, 24, "", "0 to 23"),
    DAY_OF_MONTH("day of month", 1, 31, 31, "", "1 to 31, L (the last day)"),
    MONTH("month", 1, 12, 12, "jan feb mar apr may jun jul aug sep oct nov dec", "1 to 12, jan to dec"),
    DAY_OF_WEEK("day of week", 0, 7, 7, "sun mon tue wed thu fri sat", "0 to 7 (0 and 7 are Sunday), sun to sat");

    private static final int SECOND_SUNDAY = 7;

    private final String title;
    private final int least;
    private final int most;
    private final int size;
    private final String names;
    private final String allowed;

    Field(String title, int least, int most, int size, String names, String allowed) {
        this.title = title;
        this.least = least;
        this.most = most;
        this.size = size;
        this.names = names;
        this.allowed = allowed;
    }

    String title() {
        return title;
    }

    /** The field in the syntax that both crontab(5) and cron4j define alike: no names, and 0 for every Sunday. */
    String translate(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw refusal(text, "it has a character that is neither a letter, a digit nor one of * , - /");
        }
        return Arrays.stream(text.split(",", -1))
                .map(entry -> translateEntry(text, entry))
                .collect(joining(","));
    }

    private String translateEntry(String text, String entry) {
        if (entry.isEmpty()) {
            throw refusal(text, "an entry of the list is empty");
        }
        int slash = entry.indexOf('/');
        if (slash < 0) {
            return translateRange(text, entry, 1);
        }
        String stepped = entry.substring(0, slash);
        if (!stepped.equals("*") && stepped.indexOf('-') < 0) {
            throw refusal(text, "a step needs * or a range before its /");
        }
        return translateRange(text, stepped, step(text, entry.substring(slash + 1)));
    }

    private int step(String text, String sent) {
        int step = sent.matches("[0-9]{1,2}") ? Integer.parseInt(sent) : 0;
        if (step < 1 || step > size) {
            throw refusal(text, quote(sent) + " is not a step from 1 to " + size);
        }
        return step;
    }

    private String translateRange(String text, String range, int step) {
        String suffix = step == 1 ? "" : "/" + step;
        if (range.equals("*")) {
            return range + suffix;
        }
        if (this == DAY_OF_MONTH && range.equalsIgnoreCase("L")) {
            return "L";
        }
        int dash = range.indexOf('-');
        if (dash < 0) {
            int value = value(text, range);
            return Integer.toString(isSunday(value) ? 0 : value);
        }
        int first = value(text, range.substring(0, dash));
        int last = last(text, first, range.substring(dash + 1));
        if (first > last) {
            throw refusal(text, range + " runs backwards");
        }
        if (this != DAY_OF_WEEK || last < SECOND_SUNDAY) {
            return first + "-" + last + suffix;
        }
        if (first == 0) {
            throw refusal(text, range + " has Sunday twice, as 0 and as 7; every day is *");
        }
        return IntStream.iterate(first, day -> day <= last, day -> day + step)
                .mapToObj(day -> Integer.toString(isSunday(day) ? 0 : day))
                .collect(joining(","));
    }

    /** The end of a range. {@code sun} as an end is the last day of the week, as in {@code fri-sun}. */
    private int last(String text, int first, String sent) {
        boolean sunday = this == DAY_OF_WEEK && sent.equalsIgnoreCase("sun");
        return sunday && first > 0 ? SECOND_SUNDAY : value(text, sent);
    }

    private boolean isSunday(int value) {
        return this == DAY_OF_WEEK && value % SECOND_SUNDAY == 0;
    }

    private int value(String text, String sent) {
        if (sent.isEmpty()) {
            throw refusal(text, "a range needs a value on both sides of its -");
        }
        int name = List.of(names.split(" ")).indexOf(sent.toLowerCase(Locale.ROOT));
        if (name >= 0) {
            return least + name;
        }
        int value = sent.matches("[0-9]{1,2}") ? Integer.parseInt(sent) : -1;
        if (value < least || value > most) {
            throw refusal(text, quote(sent) + " is not a value of this field");
        }
        return value;
    }

    private CronSyntaxException refusal(String text, String reason) {
        return new CronSyntaxException(title + " " + quote(text) + ": " + reason + "; allowed: " + allowed
                + ", *, lists (a,b), ranges (a-b), steps (*/n, a-b/n)");
    }
}
