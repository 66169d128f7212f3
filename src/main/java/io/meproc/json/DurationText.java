package io.meproc.json;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a duration in requests and answers, an integer and a unit: {@code 500ms}, {@code 90s}, {@code 1d}. */
public final class DurationText {
    static final String FORM = "an integer and one of ms, s, m, h, d, such as '10s'";

    /** Twelve digits exceed the bound of every field, and fit a {@link Duration} in every unit. */
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private static final Unit MILLISECOND = new Unit("ms", Duration.ofMillis(1));

    private static final List<Unit> LARGEST_FIRST = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)),
            MILLISECOND);

    private record Unit(String word, Duration length) {
        boolean divides(Duration duration) {
            return duration.toMillis() % length.toMillis() == 0;
        }
    }

    private DurationText() {}

    /** The duration; empty if the text is not a duration. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? LARGEST_FIRST.stream()
                        .filter(unit -> unit.word().equals(parts.group(2)))
                        .map(unit -> unit.length().multipliedBy(Long.parseLong(parts.group(1))))
                        .findFirst()
                : Optional.empty();
    }

    /** The text in the largest unit of which the duration is a whole number, at least milliseconds. */
    public static String of(Duration duration) {
        Unit unit = LARGEST_FIRST.stream()
                .filter(each -> each.divides(duration))
                .findFirst()
                .orElse(MILLISECOND);
        return duration.dividedBy(unit.length()) + unit.word();
    }
}
