package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.End;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock is set while tasks run. */
class ClockSetTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Stage stage = new Stage();

    private void set(Duration skew) {
        stage.table = stage.table.clockSet(stage.now, skew);
    }

    private Instant wall() {
        return stage.table.timeline().wall(stage.now);
    }

    private End last(String alias) {
        return requireNonNull(stage.task(alias).replica(0).history().last());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aRunHasLastedAsLongAsItDid(long seconds) {
        stage.runs(Stage.once("a"));
        Instant began = wall();
        stage.passes(Duration.ofSeconds(4));
        set(Duration.ofSeconds(seconds));
        stage.exits("a", 0);
        assertThat(last("a").lasted()).isEqualTo(Duration.ofSeconds(4));
        assertThat(stage.table.timeline().wall(last("a").since())).isEqualTo(began);
        assertThat(stage.table.timeline().wall(last("a").at())).isEqualTo(began.plusSeconds(4 + seconds));
    }

    @Test
    void aSettingOfTheClockIsSeenInTheRevision() {
        long before = stage.table.revision();
        set(HOUR);
        assertThat(stage.table.revision()).isGreaterThan(before);
    }

    @Test
    void aCronTaskFiresAtTheNextMinuteOfTheClockThatWasSetBack() {
        stage.put(Stage.cron("c"));
        stage.passes(Duration.ofSeconds(70));
        stage.spawns("c");
        stage.exits("c", 0);
        set(HOUR.negated());
        stage.on(new Event.ClockSetBack(stage.now));
        Instant next = Instant.parse("2025-12-31T23:02:00Z");
        assertThat(stage.task("c").nextFire()).contains(next);
        assertThat(wall()).isEqualTo(next.minusSeconds(50));

        stage.now = stage.now.plusSeconds(50);
        stage.on(new Event.Due("c", stage.now));
        assertThat(stage.spawned).hasSize(2);
        assertThat(stage.task("c").nextFire()).contains(next.plusSeconds(60));
    }

    @Test
    void aFireThatComesBeforeItsTimeIsNotLost() {
        stage.put(Stage.cron("c"));
        stage.now = stage.now.plusSeconds(60);
        set(Duration.ofSeconds(-2));
        stage.on(new Event.Due("c", stage.now));
        assertThat(stage.spawned).isEmpty();
        stage.now = stage.now.plusSeconds(2);
        stage.on(new Event.Due("c", stage.now));
        assertThat(stage.spawned).hasSize(1);
    }

    @Test
    void timesBeforeManySettingsAreRemembered() {
        Instant first = wall();
        Instant then = stage.now;
        for (int i = 1; i <= 50; i++) {
            stage.now = stage.now.plusSeconds(1);
            set(HOUR.multipliedBy(i));
        }
        assertThat(stage.table.timeline().wall(then)).isEqualTo(first);
        assertThat(wall()).isEqualTo(first.plusSeconds(50).plus(HOUR.multipliedBy(50)));
    }
}
