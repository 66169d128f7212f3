package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.CatchUp.Policy;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Times of a cron pattern, one a minute, that passed while the service was suspended. */
class MissedFiresTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:01:00Z");
    private static final Duration LONG = Duration.ofMinutes(30);

    private final Stage stage = new Stage();

    @Test
    void onceIsStartedOnceForAllOfThem() {
        stage.put(caughtUp(new CatchUp(Policy.ONCE, LONG, 10)));
        suspended(Duration.ofMinutes(5).plusSeconds(61));

        assertThat(stage.spawned).as("the time of this minute stands for all").containsExactly("c:0");
        stage.spawns("c");
        stage.exits("c", 0);
        assertThat(stage.spawned).hasSize(1);
        assertThat(stage.task("c").lastMissed()).contains(FIRST.plusSeconds(240));
        assertThat(noRuns())
                .containsExactly("missed: " + Fires.SUSPENDED + ", and at 4 later times, until 2026-01-01T00:05:00Z");
    }

    @Test
    void onceIsStartedForTheLatestIfNoneIsDueNow() {
        stage.put(hourly(new CatchUp(Policy.ONCE, Duration.ofHours(2), 10)));
        suspended(Duration.ofHours(3).plusMinutes(30));

        assertThat(stage.spawned).containsExactly("c:0");
        assertThat(stage.told(TaskEvent.MissedFireStarted.class))
                .extracting(TaskEvent.MissedFireStarted::fire)
                .containsExactly(Instant.parse("2026-01-01T03:00:00Z"));
        assertThat(noRuns())
                .containsExactly("missed: " + Fires.SUSPENDED + ", and at 1 later time, 2026-01-01T02:00:00Z");
    }

    @Test
    void whatWasMissedForTooLongIsNotCaughtUp() {
        stage.put(hourly(new CatchUp(Policy.ALL, Duration.ofMinutes(20), 10)));
        suspended(Duration.ofHours(1).plusMinutes(30));

        assertThat(stage.spawned).isEmpty();
        assertThat(noRuns()).containsExactly("missed: " + Fires.SUSPENDED);
        assertThat(stage.task("c").nextFire()).contains(Instant.parse("2026-01-01T02:00:00Z"));
    }

    @Test
    void skipStartsNone() {
        stage.put(hourly(new CatchUp(Policy.SKIP, Duration.ofDays(1), 10)));
        suspended(Duration.ofHours(2).plusMinutes(30));

        assertThat(stage.spawned).isEmpty();
        assertThat(noRuns()).hasSize(1);
    }

    @Test
    void allAreStartedOneAfterTheOtherUpToTheCap() {
        stage.put(hourly(new CatchUp(Policy.ALL, Duration.ofDays(1), 3)));
        suspended(Duration.ofHours(5).plusMinutes(30));

        for (int started = 1; started <= 3; started++) {
            assertThat(stage.spawned).hasSize(started);
            stage.spawns("c");
            stage.exits("c", 0);
        }
        assertThat(stage.spawned).hasSize(3);
        assertThat(stage.told(TaskEvent.MissedFireStarted.class))
                .extracting(event -> event.fire().toString())
                .containsExactly("2026-01-01T03:00:00Z", "2026-01-01T04:00:00Z", "2026-01-01T05:00:00Z");
        assertThat(noRuns())
                .containsExactly("missed: " + Fires.SUSPENDED + ", and at 1 later time, 2026-01-01T02:00:00Z");
    }

    @Test
    void aStopEndsTheCatchingUp() {
        stage.put(hourly(new CatchUp(Policy.ALL, Duration.ofDays(1), 3)));
        suspended(Duration.ofHours(5).plusMinutes(30));
        stage.spawns("c");
        stage.stop("c");
        stage.exits("c", 0);
        stage.start("c");
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.spawned).hasSize(1);
    }

    @Test
    void noTimeIsHandledTwiceAfterTheClockWasSetBack() {
        stage.put(caughtUp(CatchUp.DEFAULT));
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("c");
        stage.exits("c", 0);
        stage.passes(Duration.ofMinutes(2));
        assertThat(stage.task("c").nextFire()).contains(FIRST.plusSeconds(180));

        stage.table = stage.table.clockSet(stage.now, Duration.ofMinutes(-2));
        stage.on(new Event.ClockSetBack(stage.now));
        assertThat(stage.task("c").nextFire()).contains(FIRST.plusSeconds(180));
    }

    @Test
    void aTimeIsNotStartedAgainThatWasCaughtUpBeforeTheClockWasSetBack() {
        stage.put(hourly(new CatchUp(Policy.ALL, Duration.ofDays(1), 10)));
        suspended(Duration.ofHours(2).plusMinutes(30));
        stage.spawns("c");
        stage.exits("c", 0);
        stage.spawns("c");
        stage.exits("c", 0);
        assertThat(stage.spawned).hasSize(2);

        stage.table = stage.table.clockSet(stage.now, Duration.ofHours(-2));
        stage.on(new Event.ClockSetBack(stage.now));
        assertThat(stage.task("c").nextFire()).contains(Instant.parse("2026-01-01T03:00:00Z"));
    }

    @Test
    void theStoreKeepsTheTimeUpToWhichEverythingWasHandledBeforeTheClockWasSetBack() {
        stage.put(caughtUp(CatchUp.DEFAULT));
        stage.passes(Duration.ofSeconds(70));
        stage.table = stage.table.clockSet(stage.now, Duration.ofHours(-1));
        stage.on(new Event.ClockSetBack(stage.now));
        assertThat(TaskTimes.of(stage.task("c")).handledUntil()).isEqualTo(FIRST);

        stage.table = stage.table.clockSet(stage.now, Duration.ofHours(-5));
        stage.on(new Event.ClockSetBack(stage.now));
        assertThat(TaskTimes.of(stage.task("c")).handledUntil()).isEqualTo(stage.now.minus(Duration.ofHours(5)));
    }

    private static TaskDefinition caughtUp(CatchUp catchUp) {
        return with("* * * * *", catchUp);
    }

    private static TaskDefinition hourly(CatchUp catchUp) {
        return with("0 * * * *", catchUp);
    }

    private static TaskDefinition with(String pattern, CatchUp catchUp) {
        TaskDefinition every = cron("c");
        return new TaskDefinition(
                "c",
                TaskType.CRON,
                every.command(),
                1,
                List.of(),
                every.interval(),
                CronPattern.parse(pattern),
                catchUp,
                null,
                every.ends(),
                every.behaviour());
    }

    private void suspended(Duration time) {
        stage.now = stage.now.plus(time);
        stage.on(new Event.Due("c", stage.now));
    }

    private List<String> noRuns() {
        return stage.recorded.stream()
                .flatMap(run -> Stream.ofNullable(run.end()))
                .map(End::cause)
                .filter(cause -> cause instanceof Cause.NoRun)
                .map(Cause::words)
                .toList();
    }
}
