package io.meproc.task.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fires of all kinds of triggers, in zones with all kinds of gaps and overlaps, against a naive search. */
class TimetableTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration JITTER = Duration.ofMinutes(30);

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
    void severalPatternsFireWhenAnyOfThemMatchesALookAtEachMinuteOfAYear(String zone) {
        List<String> texts = List.of("30 2 * * *", "*/20 1 1 11 *", "0 12 * * 0", "30 2 8 3 *", "0 0 13 * 5");
        Trigger patterns = new Patterns(texts.stream().map(CronPattern::parse).toList());
        ZoneYear year = new ZoneYear(ZoneId.of(zone), 2026);
        TreeSet<Instant> expected = new TreeSet<>();
        texts.forEach(text -> expected.addAll(new Oracle(text).fires(year)));

        assertThat(fires(
                        new Timetable(patterns, ZoneId.of(zone)),
                        year.start().minusNanos(1),
                        year.end().minusNanos(1)))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 7_000, 90_000, 900_000, 5_400_000, 86_400_000})
    void everyFiresAtEachMultipleOfItsLengthSinceTheEpochInAnyZone(long millis) {
        Instant until = NEW_YEAR.plusMillis(50 * millis);
        List<Instant> expected = new ArrayList<>();
        for (Instant at = NEW_YEAR; !at.isAfter(until); at = at.plusMillis(1_000)) {
            if (at.toEpochMilli() % millis == 0) {
                expected.add(at);
            }
        }
        Trigger every = new Every(Duration.ofMillis(millis));
        for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneId.of("Australia/Lord_Howe"))) {
            assertThat(fires(new Timetable(every, zone), NEW_YEAR.minusNanos(1), until))
                    .isEqualTo(expected);
        }
    }

    @Test
    void anInstantFiresOnce() {
        Timetable once = new Timetable(new At(NEW_YEAR), ZoneOffset.UTC);
        assertThat(once.next(Instant.EPOCH)).contains(NEW_YEAR);
        assertThat(once.next(NEW_YEAR.minusNanos(1))).contains(NEW_YEAR);
        assertThat(once.next(NEW_YEAR)).isEmpty();
        assertThat(new PassedTimes(once, NEW_YEAR.minusSeconds(1), NEW_YEAR.plusSeconds(86_400)).latest(3))
                .containsExactly(NEW_YEAR);
    }

    @Test
    void eachFireIsDelayedByLessThanTheJitterAndByTheSameFromAnywhere() {
        for (Trigger trigger : List.of(
                CronPattern.parse("0 2 * * *"),
                CronPattern.parse("*/30 * * * *"),
                new Every(Duration.ofMinutes(30)),
                new At(NEW_YEAR.plusSeconds(86_400)))) {
            ZoneId zone = ZoneId.of("Europe/Berlin");
            Instant until = NEW_YEAR.plus(Duration.ofDays(120));
            List<Instant> exact = fires(new Timetable(trigger, zone), NEW_YEAR, until);
            Timetable jittered = new Timetable(trigger, zone, JITTER, "node/task");
            List<Instant> delayed = fires(jittered, NEW_YEAR.plus(JITTER), until.plus(JITTER));

            assertThat(delayed).isSorted();
            List<Instant> inOrder = exact.subList(exact.size() - delayed.size(), exact.size());
            for (int n = 0; n < delayed.size(); n++) {
                assertThat(Duration.between(inOrder.get(n), delayed.get(n)))
                        .isBetween(Duration.ZERO, JITTER.minusMillis(1));
            }
            for (Instant from = NEW_YEAR.plus(JITTER); from.isBefore(until); from = from.plusSeconds(12_345)) {
                Instant after = from;
                assertThat(jittered.next(after))
                        .isEqualTo(delayed.stream()
                                .filter(fire -> fire.isAfter(after))
                                .findFirst());
            }
        }
    }

    @Test
    void theDelaysOfManyTasksAndTimesAreSpreadOverTheJitter() {
        int[] tenths = new int[10];
        for (int task = 0; task < 1_000; task++) {
            Timetable timetable =
                    new Timetable(CronPattern.parse("0 * * * *"), ZoneOffset.UTC, Duration.ofMinutes(60), "n/t" + task);
            Instant at = NEW_YEAR.plusSeconds(3_600L * (task % 7));
            Instant fire = timetable.next(at.minusNanos(1)).orElseThrow();
            tenths[(int) (Duration.between(at, fire).toMillis() % 3_600_000 / 360_000)]++;
        }
        for (int tenth : tenths) {
            assertThat(tenth).isBetween(60, 140);
        }
    }

    @Test
    void passedTimesWithJitterAreThoseOfANaiveSearch() {
        Timetable timetable =
                new Timetable(CronPattern.parse("15,45 3-5 * * *"), ZoneId.of("America/Havana"), JITTER, "a/b");
        for (int day = 0; day < 100; day++) {
            Instant after = NEW_YEAR.plusSeconds(80_000L * day);
            Instant until = after.plusSeconds(200_000);
            List<Instant> all = fires(timetable, after, until);
            PassedTimes passed = new PassedTimes(timetable, after, until);
            assertThat(passed.first()).isEqualTo(all);
            assertThat(passed.latest(4)).isEqualTo(all.subList(Math.max(0, all.size() - 4), all.size()));
        }
    }

    @Test
    void theShortestGapIsThatOfTheClosestFires() {
        assertThat(Timetable.shortestGap(CronPattern.parse("0,10 9 * * *"), ZoneOffset.UTC))
                .contains(Duration.ofMinutes(10));
        assertThat(Timetable.shortestGap(new Every(Duration.ofSeconds(90)), ZoneOffset.UTC))
                .contains(Duration.ofSeconds(90));
        assertThat(Timetable.shortestGap(new At(NEW_YEAR.plusSeconds(1)), ZoneOffset.UTC))
                .isEmpty();
    }

    private static List<Instant> fires(Timetable timetable, Instant after, Instant until) {
        return Stream.iterate(timetable.next(after), Optional::isPresent, fire -> timetable.next(fire.orElseThrow()))
                .map(Optional::orElseThrow)
                .takeWhile(fire -> !fire.isAfter(until))
                .toList();
    }
}
