package io.meproc.task.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A cron pattern: five fields (minute, hour, day of month, month, day of week) as in crontab(5).
 *
 * <ul>
 *   <li>A field is {@code *} or a list of values, ranges {@code a-b} and steps {@code *}{@code /n}, {@code a-b/n}. Months
 *       are also {@code jan} to {@code dec}, weekdays {@code sun} to {@code sat}, in either case; Sunday is 0 and 7; {@code L}
 *       is the last day of the month. {@code |} stands between alternative patterns. {@code @hourly}, {@code @daily},
 *       {@code @midnight}, {@code @weekly}, {@code @monthly}, {@code @yearly} and {@code @annually} stand for a pattern.
 *   <li>If neither the day of month nor the day of week begins with {@code *}, a day that matches either of them is
 *       enough; otherwise a day must match both. This is Vixie cron's rule, in which {@code *}{@code /2} begins with
 *       {@code *}, too.
 *   <li>A pattern without {@code *} in its minute and its hour fires once for each time that it names: at the end of the gap
 *       if the zone skips the time, the first time if the zone repeats it. With a {@code *} in either, it fires whenever
 *       the clock shows a matching minute. Each alternative has its own rule.
 * </ul>
 *
 * <p>Immutable; two patterns are equal if their texts are.
 */
public final class CronPattern implements Trigger {

    private final String text;
    private final List<Alternative> alternatives;

    private CronPattern(String text, List<Alternative> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /**
     * Parses a pattern of at most 256 characters and 16 alternatives.
     *
     * @throws CronSyntaxException if the text is not a pattern; its message names the field, the received value and
     * what is allowed
     */
    public static CronPattern parse(String text) {
        return new CronPattern(
                text,
                Grammar.read(text).stream()
                        .flatMap(Alternative::of)
                        .filter(alternative -> alternative.clock().days().any())
                        .toList());
    }

    /** The pattern as received. */
    @Override
    public String text() {
        return text;
    }

    /**
     * Whether the pattern names any existing day. {@code 0 0 31 2 *}, for example, names only days that its months
     * don't have.
     */
    public boolean fires() {
        return !alternatives.isEmpty();
    }

    /**
     * The first fire strictly after an instant. Needs microseconds and never blocks.
     *
     * @return empty if there is none within the Gregorian cycle of 400 years, that is, never
     */
    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return alternatives.stream()
                .flatMap(alternative -> alternative.next(after, rules).stream())
                .min(Comparator.naturalOrder());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronPattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
