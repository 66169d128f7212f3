package io.meproc.task.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calendar side of a pattern: which days and times it names, in UTC. */
class CronPatternTest {

    @Test
    void aNextFireIsStrictlyAfterTheInstant() {
        assertThat(first("* * * * *", "2026-05-01T10:00:00Z")).isEqualTo("2026-05-01T10:01:00Z");
        assertThat(first("* * * * *", "2026-05-01T09:59:59.999999999Z")).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(first("0 10 * * *", "2026-05-01T10:00:00Z")).isEqualTo("2026-05-02T10:00:00Z");
        assertThat(first("0 10 * * *", "2026-05-01T10:00:00.000000001Z")).isEqualTo("2026-05-02T10:00:00Z");
        assertThat(first("0 10 * * *", "2026-05-01T09:59:59.5Z")).isEqualTo("2026-05-01T10:00:00Z");
    }

    @Test
    void theThirteenthOrAFridayIs61DaysIn2026() {
        assertThat(fires("0 0 13 * 5", 2026)).hasSize(61);
        assertThat(fires("0 0 13 * 5", 2026)).isEqualTo(fires("0 0 13 * *|0 0 * * 5", 2026));
    }

    @Test
    void aFieldThatBeginsWithAStarRestrictsNothing() {
        assertThat(fires("0 0 */2 * 1", 2026))
                .isNotEmpty()
                .allMatch(day ->
                        day.getDayOfMonth() % 2 == 1 && day.getDayOfWeek().getValue() == 1);
        assertThat(fires("0 0 13 * */2", 2026))
                .isNotEmpty()
                .allMatch(day -> day.getDayOfMonth() == 13 && day.getDayOfWeek().getValue() % 7 % 2 == 0);
        assertThat(fires("0 0 1-31 * 5", 2026)).hasSize(365);
    }

    @Test
    void the29thOfFebruaryComesInLeapYears() {
        assertThat(first("0 0 29 2 *", "2026-01-01T00:00:00Z")).isEqualTo("2028-02-29T00:00:00Z");
        assertThat(first("0 0 29 2 *", "2028-02-29T00:00:00Z")).isEqualTo("2032-02-29T00:00:00Z");
        assertThat(first("0 0 29 2 *", "2096-02-29T00:00:00Z")).isEqualTo("2104-02-29T00:00:00Z");
    }

    @Test
    void a29thOfFebruaryThatIsAMondayComesIn2044() {
        Map<Field, String> fields = new EnumMap<>(Map.of(
                Field.MINUTE, "0",
                Field.HOUR, "0",
                Field.DAY_OF_MONTH, "29",
                Field.MONTH, "2",
                Field.DAY_OF_WEEK, "1"));
        Days days = Evaluation.evaluate(fields).days();
        assertThat(days.any()).isTrue();
        assertThat(days.onOrAfter(LocalDate.of(2026, 1, 1))).contains(LocalDate.of(2044, 2, 29));
        assertThat(days.onOrAfter(LocalDate.of(2073, 1, 1))).contains(LocalDate.of(2112, 2, 29));
    }

    @Test
    void a29thOfFebruaryThatIsASundayWaitsFor40YearsAcross2100() {
        assertThat(first("0 0 29 2 */7", "2026-01-01T00:00:00Z")).isEqualTo("2032-02-29T00:00:00Z");
        assertThat(first("0 0 29 2 */7", "2088-02-29T00:00:00Z")).isEqualTo("2128-02-29T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 31 2 *", "0 0 30 feb *", "* * 31 4,6,9,11 *", "0 0 31 2 *|@yearly", "0 0 30,31 2 */2"})
    void aDayThatNoMonthHasNeverFires(String text) {
        CronPattern pattern = CronPattern.parse(text);
        boolean yearly = text.endsWith("@yearly");
        assertThat(pattern.fires()).isEqualTo(yearly);
        assertThat(pattern.next(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC)
                        .isPresent())
                .isEqualTo(yearly);
    }

    @Test
    void aDayThatNoMonthHasIsNoObstacleToAWeekday() {
        assertThat(CronPattern.parse("0 0 31 2 1").fires()).isTrue();
        assertThat(fires("0 0 31 2 1", 2026)).hasSize(4);
    }

    @Test
    void everyFifteenthDayHitsTheFirstOfMarch() {
        assertThat(first("0 0 */15 * *", "2026-02-16T00:00:00Z")).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(first("0 0 */15 * *", "2026-03-16T00:00:00Z")).isEqualTo("2026-03-31T00:00:00Z");
    }

    @Test
    void lIsTheLastDayOfEachMonth() {
        assertThat(fires("0 0 L * *", 2026))
                .hasSize(12)
                .allMatch(day -> day.getDayOfMonth() == day.toLocalDate().lengthOfMonth());
        assertThat(first("0 0 L 2 *", "2028-01-01T00:00:00Z")).isEqualTo("2028-02-29T00:00:00Z");
        assertThat(fires("0 0 15,l * *", 2026)).hasSize(24);
    }

    /** Each pair names the same times. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0 0 * * 7; 0 0 * * 0",
                "0 0 * * 5-7; 0 0 * * 0,5,6",
                "0 0 * * 1-7; 0 0 * * *",
                "0 0 * * 1-7/2; 0 0 * * 0,1,3,5",
                "0 0 * * 7-7; 0 0 * * sun-sun",
                "0 0 * * 0,7; 0 0 * * SUN",
                "0 0 * * 2,7; 0 0 * * 0,2",
                "0 0 * * fri-sun; 0 0 * * 5,6,0",
                "0 0 * * Mon-Fri; 0 0 * * 1-5",
                "0 0 1 JAN,jul *; 0 0 1 1,7 *",
                "0 0 1 mar-may/2 *; 0 0 1 3,5 *",
                "00 05 01 08 *; 0 5 1 8 *",
                "*/60 * * * *; 0 * * * *",
                "10-40/15 * * * *; 10,25,40 * * * *",
                "@hourly; 0 * * * *",
                "@daily; 0 0 * * *",
                "@midnight; 0 0 * * *",
                "@weekly; 0 0 * * 0",
                "@monthly; 0 0 1 * *",
                "@yearly; 0 0 1 1 *",
                "@annually; 0 0 1 1 *",
                "@monthly|0 12 * * 0; 0 12 * * sun | 0 0 1 * *",
                "'\t0  0\t\t1 1 * '; 0 0 1 1 *",
            })
    void someTextsNameTheSameTimes(String one, String other) {
        assertThat(fires(one, 2026)).isNotEmpty().isEqualTo(fires(other, 2026));
    }

    @Test
    void alternativesFireTogetherOnce() {
        assertThat(fires("0 0 1 * *|0 0 1 1 *|0 12 1 1 *", 2026)).hasSize(13);
    }

    @Test
    void aPatternIsItsText() {
        CronPattern pattern = CronPattern.parse(" 0 0\t* * SUN ");
        assertThat(pattern.text()).isEqualTo(" 0 0\t* * SUN ");
        assertThat(pattern).hasToString(pattern.text());
        assertThat(pattern)
                .isEqualTo(CronPattern.parse(pattern.text()))
                .hasSameHashCodeAs(CronPattern.parse(pattern.text()))
                .isNotEqualTo(CronPattern.parse("0 0 * * 0"));
    }

    @Test
    void theLongestPatternIsRead() {
        String sixteen = Stream.generate(() -> "1,2,3 * * * *")
                .limit(16)
                .reduce((a, b) -> a + "|" + b)
                .orElseThrow();
        String longest = sixteen + " ".repeat(Grammar.MAX_LENGTH - sixteen.length());
        assertThat(fires(longest, 2026)).hasSize(365 * 24 * 3);
    }

    private static String first(String pattern, String after) {
        return CronPattern.parse(pattern)
                .next(Instant.parse(after), ZoneOffset.UTC)
                .orElseThrow()
                .toString();
    }

    private static List<LocalDateTime> fires(String text, int year) {
        CronPattern pattern = CronPattern.parse(text);
        return Stream.iterate(
                        LocalDateTime.of(year, 1, 1, 0, 0)
                                .toInstant(ZoneOffset.UTC)
                                .minusNanos(1),
                        after -> pattern.next(after, ZoneOffset.UTC).orElse(Instant.MAX))
                .skip(1)
                .takeWhile(fire -> fire.isBefore(Instant.parse((year + 1) + "-01-01T00:00:00Z")))
                .map(fire -> LocalDateTime.ofInstant(fire, ZoneOffset.UTC))
                .toList();
    }
}
