package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonTest {
    private final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127})
    void aDaemonComesBackAfterAnyExit(int code) {
        stage.runs(daemon("a"));
        stage.passes(Duration.ofMinutes(1));
        stage.exits("a", code);
        assertThat(stage.condition("a")).isEqualTo("backing off");
        stage.passes(Duration.ofMillis(2_999));
        assertThat(stage.spawned).hasSize(1);
        stage.passes(Duration.ofMillis(1));
        stage.spawns("a");
        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.task("a").replica(0).history().restarts()).isEqualTo(1);
    }

    @Test
    void exitsAtOnceDoubleTheWaitUpToHalfAMinute() {
        stage.runs(daemon("a"));
        for (int seconds : List.of(3, 6, 12, 24, 30, 30)) {
            stage.passes(Duration.ofMillis(999));
            stage.exits("a", 1);
            comesBackIn(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void aRunThatLastedSetsTheWaitBack() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(3));
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(6));
        stage.passes(Duration.ofSeconds(1));
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(3));
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(3));
    }

    @Test
    void aGivenIntervalIsKeptTo() {
        TaskDefinition given = daemon("a");
        stage.runs(new TaskDefinition(
                "a", given.type(), given.command(), 1, List.of(), Interval.ofMillis(20), given.cron(), given.ends()));
        for (int run = 0; run < 8; run++) {
            stage.exits("a", 1);
            comesBackIn(Duration.ofMillis(20));
        }
    }

    @Test
    void restartsThatGiveNoProcessBackOffToo() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.refuses("a", "out of processes");
        assertThat(stage.told(TaskEvent.ProcessNotStarted.class))
                .singleElement()
                .satisfies(news -> {
                    assertThat(news.failure().words()).isEqualTo("out of processes");
                    assertThat(news.next()).contains(stage.now.plusSeconds(6));
                });
        comesBackIn(Duration.ofSeconds(6));
        assertThat(stage.task("a").replica(0).history().failure()).isNull();
    }

    @Test
    void aStopNeverCountsAsAFailure() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(3));
        stage.post("a");
        stage.exits("a", 143);
        stage.spawns("a");
        assertThat(stage.task("a").replica(0).history().quickExits()).isZero();
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(3));
        assertThat(stage.told(TaskEvent.ProcessExited.class)).hasSize(2);
    }

    @Test
    void whatTheFirstProcessLeavesBehindIsEndedBeforeTheNextRun() {
        stage.runs(daemon("a"));
        stage.leaderExits("a");
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
        assertThat(stage.spawned).hasSize(1);
        stage.exits("a", 0);
        comesBackIn(Duration.ofSeconds(3));
    }

    @Test
    void aDaemonIsDeletedBetweenItsRuns() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        assertThat(stage.answer(stage.delete("a"))).isEqualTo(Answer.DONE);
        stage.isEmpty();
    }

    @Test
    void aDaemonIsDeletedWhileItComesBack() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        stage.passes(Duration.ofSeconds(3));
        long delete = stage.delete("a");
        stage.spawns("a");
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.exits("a", 0);
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        stage.isEmpty();
    }

    private void comesBackIn(Duration wait) {
        Instant from = stage.now;
        int spawns = stage.spawned.size();
        stage.passes(wait.minusNanos(1));
        assertThat(stage.spawned).as("%s too early", wait).hasSize(spawns);
        stage.passes(Duration.ofNanos(1));
        assertThat(stage.spawned).as("%s after %s", wait, from).hasSize(spawns + 1);
        stage.spawns("a");
    }
}
