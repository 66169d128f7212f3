package io.meproc.task.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The days on which a clock jumps. New York: 2026-03-08 02:00 to 03:00, 2026-11-01 02:00 back to 01:00. Havana: the same
 * days, 00:00 to 01:00 and 01:00 back to 00:00. Cairo: 2026-04-24 00:00 to 01:00, 2026-10-29 24:00 back to 23:00. Lord
 * Howe, half an hour: 2026-10-04 02:00 to 02:30, 2026-04-05 02:00 back to 01:30. Apia left out 2011-12-30.
 */
class CronPatternDstTest {

    @Test
    void aFixedTimeInTheGapFiresOnceAtTheEndOfTheGap() {
        assertThat(fires("30 2 * * *", "America/New_York", "2026-03-07T12:00:00-05:00", 3))
                .containsExactly("2026-03-08T03:00-04:00", "2026-03-09T02:30-04:00", "2026-03-10T02:30-04:00");
    }

    @Test
    void severalFixedTimesInOneGapAreOneFire() {
        assertThat(fires("0,15,30,45 2 * * *", "America/New_York", "2026-03-08T00:00:00-05:00", 2))
                .containsExactly("2026-03-08T03:00-04:00", "2026-03-09T02:00-04:00");
    }

    @Test
    void aFixedTimeAtTheEndOfTheGapIsTheSameFireAsOneInTheGap() {
        assertThat(fires("30 2,3 * * *|0 3 * * *", "America/New_York", "2026-03-08T00:00:00-05:00", 3))
                .containsExactly("2026-03-08T03:00-04:00", "2026-03-08T03:30-04:00", "2026-03-09T02:30-04:00");
    }

    @Test
    void aFixedTimeInTheOverlapFiresOnceTheFirstTime() {
        assertThat(fires("30 1 * * *", "America/New_York", "2026-11-01T00:00:00-04:00", 2))
                .containsExactly("2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00");
    }

    @Test
    void aFixedTimeIsOverWhenTheOverlapIsSeenTheSecondTime() {
        assertThat(fires("15,45 1 * * *", "America/New_York", "2026-11-01T01:15:00-04:00", 2))
                .containsExactly("2026-11-01T01:45-04:00", "2026-11-02T01:15-05:00");
        assertThat(fires("15,45 1,2 * * *", "America/New_York", "2026-11-01T01:00:00-05:00", 1))
                .containsExactly("2026-11-01T02:15-05:00");
        assertThat(fires("0 2 * * *", "America/New_York", "2026-11-01T01:59:59-05:00", 1))
                .containsExactly("2026-11-01T02:00-05:00");
    }

    @Test
    void aStarInTheHourFollowsTheClockThroughTheGap() {
        assertThat(fires("30 * * * *", "America/New_York", "2026-03-08T01:00:00-05:00", 2))
                .containsExactly("2026-03-08T01:30-05:00", "2026-03-08T03:30-04:00");
    }

    @Test
    void aStarInTheMinuteSkipsAnHourThatTheClockSkips() {
        assertThat(fires("*/30 2 * * *", "America/New_York", "2026-03-07T02:30:00-05:00", 1))
                .containsExactly("2026-03-09T02:00-04:00");
    }

    @Test
    void aStarInTheHourFollowsTheClockThroughTheOverlap() {
        assertThat(fires("30 * * * *", "America/New_York", "2026-11-01T00:31:00-04:00", 3))
                .containsExactly("2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00", "2026-11-01T02:30-05:00");
    }

    @Test
    void aStarInTheMinuteRunsThroughBothHoursOfTheOverlap() {
        assertThat(fires("*/30 1 * * *", "America/New_York", "2026-11-01T00:00:00-04:00", 5))
                .containsExactly(
                        "2026-11-01T01:00-04:00",
                        "2026-11-01T01:30-04:00",
                        "2026-11-01T01:00-05:00",
                        "2026-11-01T01:30-05:00",
                        "2026-11-02T01:00-05:00");
    }

    @Test
    void aStepOverAStarInTheHourIsAStarToo() {
        assertThat(fires("0 */1 * * *", "America/New_York", "2026-11-01T00:30:00-04:00", 3))
                .containsExactly("2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00", "2026-11-01T02:00-05:00");
    }

    @Test
    void aRangeOfAllHoursIsFixedTimes() {
        assertThat(fires("0 0-23 * * *", "America/New_York", "2026-11-01T00:30:00-04:00", 2))
                .containsExactly("2026-11-01T01:00-04:00", "2026-11-01T02:00-05:00");
    }

    @Test
    void eachAlternativeHasItsOwnRule() {
        assertThat(fires("30 1 * * *|*/30 1 1 11 *", "America/New_York", "2026-11-01T01:30:00-04:00", 3))
                .containsExactly("2026-11-01T01:00-05:00", "2026-11-01T01:30-05:00", "2026-11-02T01:30-05:00");
    }

    @Test
    void halfAnHourOfLordHoweIsAGapAndAnOverlap() {
        String zone = "Australia/Lord_Howe";
        assertThat(fires("15 2 * * *", zone, "2026-10-04T00:00:00+10:30", 2))
                .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
        assertThat(fires("*/15 2 4 10 *", zone, "2026-10-04T00:00:00+10:30", 2))
                .containsExactly("2026-10-04T02:30+11:00", "2026-10-04T02:45+11:00");
        assertThat(fires("45 1 * * *", zone, "2026-04-05T00:00:00+11:00", 2))
                .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
        assertThat(fires("45 * * * *", zone, "2026-04-05T01:00:00+11:00", 3))
                .containsExactly("2026-04-05T01:45+11:00", "2026-04-05T01:45+10:30", "2026-04-05T02:45+10:30");
    }

    @Test
    void aDailyTaskRunsOnADayWithoutMidnight() {
        assertThat(fires("@daily", "America/Havana", "2026-03-07T12:00:00-05:00", 2))
                .containsExactly("2026-03-08T01:00-04:00", "2026-03-09T00:00-04:00");
        assertThat(fires("0 0 24 4 *", "Africa/Cairo", "2026-04-01T00:00:00+02:00", 1))
                .containsExactly("2026-04-24T01:00+03:00");
    }

    @Test
    void aDailyTaskRunsOnceOnADayWithTwoMidnights() {
        assertThat(fires("@daily", "America/Havana", "2026-10-31T12:00:00-04:00", 2))
                .containsExactly("2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00");
    }

    @Test
    void anOverlapThatEndsAtMidnightGoesBackToTheDayBefore() {
        assertThat(fires("30 23 * * *", "Africa/Cairo", "2026-10-29T12:00:00+03:00", 2))
                .containsExactly("2026-10-29T23:30+03:00", "2026-10-30T23:30+02:00");
        assertThat(fires("30 23 29 10 *", "Africa/Cairo", "2026-10-29T12:00:00+03:00", 2))
                .containsExactly("2026-10-29T23:30+03:00", "2027-10-29T23:30+02:00");
        assertThat(fires("30 * 29 10 *", "Africa/Cairo", "2026-10-29T23:00:00+03:00", 3))
                .containsExactly("2026-10-29T23:30+03:00", "2026-10-29T23:30+02:00", "2027-10-29T00:30+02:00");
    }

    @Test
    void aDayThatAZoneLeavesOutIsAGap() {
        assertThat(fires("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00-10:00", 2))
                .containsExactly("2011-12-31T00:00+14:00", "2012-12-30T12:00+14:00");
        assertThat(fires("0 * 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00-10:00", 1))
                .containsExactly("2012-12-30T00:00+14:00");
    }

    @Test
    void aRareDayIsFoundBehindManyJumps() {
        assertThat(fires("* * 29 2 */7", "America/New_York", "2088-02-29T23:59:00-05:00", 1))
                .containsExactly("2128-02-29T00:00-05:00");
    }

    private static List<String> fires(String text, String zone, String after, int count) {
        CronPattern pattern = CronPattern.parse(text);
        ZoneId place = ZoneId.of(zone);
        return Stream.iterate(
                        OffsetDateTime.parse(after).toInstant(),
                        fire -> pattern.next(fire, place).orElseThrow())
                .skip(1)
                .limit(count)
                .map(fire -> OffsetDateTime.ofInstant(fire, place).toString())
                .toList();
    }
}
