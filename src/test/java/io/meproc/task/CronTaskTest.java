package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.once;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CronTaskTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:01:00Z");

    private final Stage stage = new Stage();

    @Test
    void itFiresOnTheMinuteAndSaysWhenNext() {
        stage.put(cron("c"));
        assertThat(stage.task("c").nextFire()).contains(FIRST);
        stage.passes(Duration.ofMillis(59_999));
        assertThat(stage.spawned).isEmpty();
        stage.passes(Duration.ofMillis(1));
        assertThat(stage.task("c").nextFire()).contains(FIRST.plusSeconds(60));
        assertThat(stage.task("c").lastStart()).contains(FIRST);
        stage.spawns("c");
        assertThat(stage.condition("c")).isEqualTo("running");
        stage.exits("c", 0);
        assertThat(stage.condition("c")).isEqualTo("scheduled");
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void aFireThatComesWhileItRunsIsSkippedAndTold() {
        stage.put(cron("c"));
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("c");
        stage.passes(Duration.ofMinutes(2));
        assertThat(stage.spawned).hasSize(1);
        assertThat(stage.told(TaskEvent.FireSkipped.class))
                .extracting(TaskEvent.FireSkipped::fire)
                .containsExactly(FIRST.plusSeconds(60), FIRST.plusSeconds(120));
        stage.exits("c", 0);
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void timesThatPassedWhileMeprocStoodStillAreReportedAndTheOneOfThisMinuteRuns() {
        stage.put(cron("c"));
        stage.now = FIRST.plusSeconds(61);
        stage.on(new Event.Due("c", stage.now));
        assertThat(stage.spawned).hasSize(1);
        assertThat(stage.told(TaskEvent.FireSkipped.class))
                .containsExactly(new TaskEvent.FireSkipped("c", FIRST, Fires.SUSPENDED));
        assertThat(stage.task("c").nextFire()).contains(FIRST.plusSeconds(120));

        stage.spawns("c");
        stage.exits("c", 0);
        stage.now = FIRST.plusSeconds(86_400 + 120);
        stage.on(new Event.Due("c", stage.now));
        assertThat(stage.spawned).hasSize(2);
        assertThat(stage.told(TaskEvent.FireSkipped.class).get(1).why())
                .isEqualTo(Fires.SUSPENDED + ", and at no fewer than 99 later times, until 2026-01-02T00:02:00Z");
    }

    @Test
    void aFireWaitsForDepsAndFiresMeanwhileAreSkipped() {
        stage.runs(once("a"));
        stage.put(cron("c", "a"));
        assertThat(stage.condition("c")).isEqualTo("scheduled");
        stage.passes(Duration.ofMinutes(2));
        assertThat(stage.condition("c")).isEqualTo("waiting");
        assertThat(stage.told(TaskEvent.FireSkipped.class)).hasSize(1);
        stage.exits("a", 0);
        assertThat(stage.condition("c")).isEqualTo("starting");
        assertThat(stage.spawned).containsExactly("a:0", "c:0");
    }

    @Test
    void aRestartRunsItNowAndKeepsItsSchedule() {
        stage.put(cron("c"));
        stage.passes(Duration.ofSeconds(10));
        long post = stage.post("c");
        assertThat(stage.waits(post)).isTrue();
        stage.spawns("c");
        assertThat(stage.answer(post)).isEqualTo(Answer.DONE);
        assertThat(stage.task("c").nextFire()).contains(FIRST);
    }

    @Test
    void aRestartThatGivesNoProcessKeepsItListed() {
        stage.put(cron("c"));
        long post = stage.post("c");
        stage.refuses("c", "no");
        assertThat(stage.refusal(post).reason()).isEqualTo(Refusal.Reason.START_FAILED);
        assertThat(stage.condition("c")).isEqualTo("scheduled");
    }

    @Test
    void aDeletedOneFiresNoMore() {
        stage.put(cron("c"));
        assertThat(stage.answer(stage.delete("c"))).isEqualTo(Answer.DONE);
        stage.isEmpty();
        stage.on(new Event.Due("c", FIRST));
        stage.isEmpty();
    }

    @Test
    void itFiresNoMoreWhileItIsBeingDeleted() {
        stage.put(cron("c"));
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("c");
        stage.delete("c");
        assertThat(stage.task("c").nextFire()).isEmpty();
        stage.on(new Event.Due("c", stage.now.plusSeconds(60)));
        stage.exits("c", 0);
        stage.isEmpty();
    }

    @Test
    void aFireThatComesTooEarlyIsIgnored() {
        stage.put(cron("c"));
        stage.on(new Event.Due("c", FIRST.minusMillis(1)));
        assertThat(stage.spawned).isEmpty();
        assertThat(stage.task("c").nextFire()).contains(FIRST);
    }

    @Test
    void aClockSetForwardFiresOnceNotForEachMinuteMissed() {
        stage.put(cron("c"));
        stage.now = FIRST.plus(Duration.ofHours(3)).plusSeconds(5);
        stage.on(new Event.Due("c", stage.now));
        assertThat(stage.spawned).hasSize(1);
        assertThat(stage.task("c").nextFire())
                .contains(FIRST.plus(Duration.ofHours(3)).plusSeconds(60));
    }

    @Test
    void aClockSetBackMovesTheNextFireBack() {
        stage.passes(Duration.ofHours(2));
        stage.put(cron("c"));
        stage.now = stage.now.minus(Duration.ofHours(1));
        stage.on(new Event.ClockSetBack(stage.now));
        assertThat(stage.task("c").nextFire()).contains(stage.now.plusSeconds(60));
    }
}
