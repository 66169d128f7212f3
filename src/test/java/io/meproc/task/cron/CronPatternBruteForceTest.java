package io.meproc.task.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fire of a whole year against a look at each of its minutes, in zones with all kinds of gaps and overlaps. */
@Tag("slow")
class CronPatternBruteForceTest {

    private static final int YEAR = 2026;

    private static final List<String> PATTERNS = List.of(
            "* * * * *",
            "*/7 * * * *",
            "*/15 2 * * *",
            "30 * * * *",
            "0 */2 * * *",
            "59 23 * * *",
            "0 0 * * *",
            "30 0 * * *",
            "15,45 0-3 * * *",
            "0-59 0-4 * * *",
            "30 1 * * *",
            "30 2 * * *",
            "0 2 * * *",
            "0 3 * * *",
            "45 1,2 * * sun",
            "0 0 13 * 5",
            "0 0 L * *",
            "0 12 15,L feb-apr *",
            "0 0 */15 * *",
            "0 0 */2 * 1",
            "0 0 1-7 * */2",
            "5-50/15 8-18/3 * * mon-fri",
            "0 6 * * 5-7",
            "0 6 * * 1-7/3",
            "0 6 * * fri-sun,2",
            "0 6 * * 7",
            "20 4 29 2 *",
            "0 0 31 * *",
            "30 2 8 3 *|*/20 1 1 11 *|0 12 * * 0",
            "0 0 * * *|30 * * * 6",
            "@hourly",
            "@weekly|@monthly",
            "59,*/30 1-2 * * *",
            "0 0 *,13 * 5",
            "0 0 13,* * 5",
            "0 0 31 2 *");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "America/New_York",
                "Europe/Berlin",
                "Australia/Lord_Howe",
                "Africa/Cairo",
                "America/Havana"
            })
    void everyFireOfAYearIsWhatALookAtEachMinuteFinds(String zone) {
        ZoneYear year = new ZoneYear(ZoneId.of(zone), YEAR);
        for (String text : PATTERNS) {
            CronPattern pattern = CronPattern.parse(text);
            List<Instant> expected = new Oracle(text).fires(year);
            assertThat(firesOf(pattern, year, ZoneId.of(zone)))
                    .as("%s in %s", text, zone)
                    .isEqualTo(expected);
            fromAnywhere(pattern, expected, year, ZoneId.of(zone));
        }
    }

    private static List<Instant> firesOf(CronPattern pattern, ZoneYear year, ZoneId zone) {
        List<Instant> fires = new ArrayList<>();
        Instant after = year.start().minusNanos(1);
        for (var next = pattern.next(after, zone);
                next.isPresent() && next.get().isBefore(year.end());
                next = pattern.next(next.get(), zone)) {
            fires.add(next.get());
        }
        return fires;
    }

    /** From instants that are no fires, fractions of a second included. */
    private static void fromAnywhere(CronPattern pattern, List<Instant> expected, ZoneYear year, ZoneId zone) {
        Random random = new Random(YEAR);
        long span = Duration.between(year.start(), year.end()).toNanos();
        for (int n = 0; n < 500; n++) {
            Instant after = year.start().plusNanos((long) (random.nextDouble() * span));
            int place = Collections.binarySearch(expected, after);
            int next = place >= 0 ? place + 1 : -place - 1;
            if (next < expected.size() && !pattern.next(after, zone).equals(Optional.of(expected.get(next)))) {
                fail(
                        "%s after %s in %s: %s, not %s",
                        pattern, after, zone, pattern.next(after, zone), expected.get(next));
            }
        }
    }
}
