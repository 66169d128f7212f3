package io.meproc.task.cron;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Valid patterns, drawn from the whole grammar or from the part that every cron has in common. */
final class RandomPatterns {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<String> WORDS =
            List.of("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually");

    private final Random random;

    RandomPatterns(long seed) {
        random = new Random(seed);
    }

    String any() {
        return Stream.generate(this::line)
                .limit(1 + Math.max(0, random.nextInt(6) - 3))
                .collect(joining(blanks(0) + "|" + blanks(0)));
    }

    /** Without names, words, alternatives, L, a Sunday that is 7, or two restricted kinds of days. */
    String common() {
        boolean weekday = random.nextBoolean();
        return String.join(
                " ",
                list(0, 59, List.of()),
                list(0, 23, List.of()),
                weekday ? "*" : list(1, 28, List.of()),
                list(1, 12, List.of()),
                weekday ? list(0, 6, List.of()) : "*");
    }

    private String line() {
        if (random.nextInt(12) == 0) {
            return WORDS.get(random.nextInt(WORDS.size()));
        }
        String day = list(1, 31, List.of());
        return String.join(
                blanks(1),
                list(0, 59, List.of()),
                list(0, 23, List.of()),
                random.nextInt(8) == 0 ? "L," + day : day,
                list(1, 12, MONTHS),
                list(0, random.nextInt(3) == 0 ? 7 : 6, DAYS));
    }

    private String list(int least, int most, List<String> names) {
        return random.nextInt(3) == 0
                ? "*"
                : Stream.generate(() -> entry(least, most, names))
                        .limit(1 + Math.max(0, random.nextInt(5) - 2))
                        .collect(joining(","));
    }

    private String entry(int least, int most, List<String> names) {
        int size = most - least + 1;
        int first = least + random.nextInt(size);
        int last = first + random.nextInt(most - first + 1);
        String range = value(first, least, names) + "-" + value(last, least, names);
        boolean everySunday = names == DAYS && first == 0 && last == 7;
        return switch (random.nextInt(everySunday ? 2 : 4)) {
            case 0 -> value(first, least, names);
            case 1 -> "*/" + (1 + random.nextInt(Math.min(size, 6)));
            case 2 -> range;
            default -> range + "/" + (1 + random.nextInt(Math.min(size, 6)));
        };
    }

    private String value(int value, int least, List<String> names) {
        if (value - least >= names.size() || random.nextBoolean()) {
            return random.nextInt(5) == 0 && value < 10 ? "0" + value : Integer.toString(value);
        }
        String name = names.get(value - least);
        return random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
    }

    private String blanks(int least) {
        return Stream.generate(() -> random.nextBoolean() ? " " : "\t")
                .limit(least + random.nextInt(2))
                .collect(joining());
    }
}
