package io.meproc.task.limit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory.
 *
 * @param bytes at least 0
 */
public record Size(long bytes) implements Comparable<Size> {
    /** The form of its text. */
    public static final String FORM =
            "an integer and one of kB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (powers"
                    + " of 1024), such as '400MB'";

    /** Twelve digits exceed the bound of every field, and fit a long in every unit except TB and TiB. */
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12})(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)");

    private static final List<Unit> UNITS = List.of(
            new Unit("TiB", 1L << 40),
            new Unit("TB", 1_000_000_000_000L),
            new Unit("GiB", 1L << 30),
            new Unit("GB", 1_000_000_000L),
            new Unit("MiB", 1L << 20),
            new Unit("MB", 1_000_000L),
            new Unit("KiB", 1L << 10),
            new Unit("kB", 1_000L),
            new Unit("B", 1));

    private record Unit(String word, long bytes) {}

    /** Parses {@link #FORM}; empty if the text has another form. */
    public static Optional<Size> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? UNITS.stream()
                        .filter(unit -> unit.word().equals(parts.group(2)))
                        .findFirst()
                        .flatMap(unit -> of(Long.parseLong(parts.group(1)), unit))
                : Optional.empty();
    }

    private static Optional<Size> of(long number, Unit unit) {
        return number > Long.MAX_VALUE / unit.bytes() ? Optional.empty() : Optional.of(new Size(number * unit.bytes()));
    }

    /** The exact text, in the unit of the smallest whole number. */
    public String text() {
        return UNITS.stream()
                .filter(unit -> bytes % unit.bytes() == 0)
                .min(Comparator.comparingLong(unit -> bytes / unit.bytes()))
                .map(unit -> bytes / unit.bytes() + unit.word())
                .orElseThrow();
    }

    /** A text for people, rounded to MB from 1 MB on. */
    public String rounded() {
        return bytes < 1_000_000 ? text() : (bytes + 500_000) / 1_000_000 + "MB";
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }
}
