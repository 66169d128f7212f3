package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.CatchUp.Policy;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.DayOracle;
import io.meproc.task.cron.HandledTimes;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.Patterns;
import io.meproc.task.cron.Retry;
import io.meproc.task.cron.Schedule;
import io.meproc.task.cron.Timetable;
import io.meproc.task.cron.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Days on which a zone changes its offset, while the clock is set by minutes to hours and the service crashes and is down: every
 * fire is started exactly once.
 */
class ScheduleDayTest {
    private static final List<String> PATTERNS = List.of("30 2 * * *", "15 * * * *", "0 0,3 * * *", "*/20 1-3 * * *");

    private final Stage stage = new Stage();
    private Duration skew = Duration.ZERO;

    /** The latest time that the clock has shown. */
    private Instant latest = Instant.MIN;

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T12:00:00Z",
        "Europe/Berlin, 2026-10-24T12:00:00Z",
        "America/New_York, 2026-03-07T18:00:00Z",
        "America/New_York, 2026-10-31T18:00:00Z",
        "Australia/Lord_Howe, 2026-04-04T02:00:00Z",
        "Australia/Lord_Howe, 2026-10-03T02:00:00Z",
        "America/Havana, 2026-03-07T12:00:00Z",
        "Africa/Cairo, 2026-04-23T12:00:00Z",
        "UTC, 2026-06-01T12:00:00Z",
    })
    void everyFireIsStartedOnceWhateverTheClockAndTheServiceDo(String zone, Instant begin) {
        for (long seed = 1; seed <= 12; seed++) {
            ScheduleDayTest day = new ScheduleDayTest();
            boolean jitters = seed % 3 == 0;
            day.walk(ZoneId.of(zone), begin, new Random(seed), jitters ? Duration.ofMinutes(5) : Duration.ZERO);
        }
    }

    private void walk(ZoneId zone, Instant begin, Random random, Duration jitter) {
        stage.now = begin;
        Trigger trigger = new Patterns(PATTERNS.stream().map(CronPattern::parse).toList());
        stage.put(task(trigger, zone, jitter));
        // The clock is never set back to a time before the task.
        advance(Duration.ofHours(4));
        while (wall().isBefore(begin.plus(Duration.ofHours(40)))) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    // Down for up to 3 h; steady time begins with the wall clock.
                    stage.now = wall().plusSeconds(random.nextInt(10_000));
                    skew = Duration.ZERO;
                    Crash.of(stage);
                    finish();
                    latest = wall().isAfter(latest) ? wall() : latest;
                }
                case 1 -> set(Duration.ofMinutes(random.nextInt(100)));
                case 2 -> set(Duration.ofMinutes(-random.nextInt(100)));
                default -> advance(Duration.ofMinutes(random.nextInt(300)));
            }
        }
        // Past every time that the clock has shown.
        advance(Duration.ofHours(12));
        List<Instant> exact = DayOracle.fires(PATTERNS, zone, begin, wall());
        List<Instant> expected = jitter.isZero() ? exact : jittered(trigger, zone, jitter, begin);
        assertThat(started()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<Instant> jittered(Trigger trigger, ZoneId zone, Duration jitter, Instant begin) {
        Timetable timetable = new Timetable(trigger, zone, jitter, Stage.RULES.node() + "/c");
        List<Instant> fires = new ArrayList<>();
        timetable
                .next(begin)
                .ifPresent(first -> Stream.iterate(
                                first,
                                fire -> !fire.isAfter(wall()),
                                fire -> timetable.next(fire).orElseThrow())
                        .forEach(fires::add));
        return fires;
    }

    private Instant wall() {
        return stage.now.plus(skew);
    }

    /** The clock of the machine is set. */
    private void set(Duration step) {
        if (wall().plus(step).plus(HandledTimes.SET_BACK).isBefore(latest)) {
            // The clock is followed then.
            return;
        }
        skew = skew.plus(step);
        stage.table = stage.table.clockSet(stage.now, skew);
        if (step.compareTo(Duration.ofMinutes(-1)) < 0) {
            stage.on(new Event.ClockSetBack(stage.now));
        }
        advance(Duration.ZERO);
    }

    private void advance(Duration time) {
        Instant end = stage.now.plus(time);
        for (int fires = 0; true; fires++) {
            assertThat(fires).as("fires until %s", end).isLessThan(10_000);
            Instant fire = stage.task("c").nextFire().orElseThrow().minus(skew);
            if (fire.isAfter(end)) {
                break;
            }
            stage.now = fire.isAfter(stage.now) ? fire : stage.now;
            stage.on(new Event.Due("c", stage.now));
            finish();
        }
        stage.now = end;
        latest = wall().isAfter(latest) ? wall() : latest;
    }

    private void finish() {
        while (!stage.spawning.isEmpty()) {
            stage.spawns("c");
            stage.exits("c", 0);
        }
    }

    private List<Instant> started() {
        return stage.store.runs.values().stream()
                .flatMap(run -> Stream.ofNullable(run.occasion()))
                .map(occasion -> occasion.due())
                .toList();
    }

    private static TaskDefinition task(Trigger trigger, ZoneId zone, Duration jitter) {
        TaskDefinition plain = Stage.cron("c");
        return new TaskDefinition(
                "c",
                TaskType.CRON,
                plain.command(),
                1,
                List.of(),
                plain.interval(),
                trigger,
                new CatchUp(Policy.ALL, Duration.ofDays(1), CatchUp.MAX_MOST),
                null,
                plain.ends(),
                plain.behaviour()
                        .with(new Schedule(zone, jitter, Overlap.SKIP, null, Retry.NONE, Schedule.DEFAULT.history())));
    }
}
