package io.meproc.task;

import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.update.Updates;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RollingRestartTest {
    private static final Duration HEALTHY = Updates.DEFAULT.healthyAfter();

    private final Stage stage = new Stage();

    /** A replica is started, and its process lasts for the healthy time. */
    private void comesUp(String alias) {
        stage.spawns(alias);
        stage.passes(HEALTHY);
    }

    @Test
    void theNextReplicaGoesDownOnlyWhenTheOneBeforeHasBeenUpForTheHealthyTime() {
        stage.runs(task("a", TaskType.DAEMON, 3));
        long roll = stage.roll("a");
        for (int index = 0; index < 3; index++) {
            String alias = "a:" + index;
            assertThat(stage.sent).hasSize(index + 1).last().isEqualTo("TERM " + alias);
            assertThat(stage.alive).hasSize(3);
            stage.exits(alias, 0);
            assertThat(stage.alive).hasSize(2);
            assertThat(stage.sent).hasSize(index + 1);
            stage.spawns(alias);
            stage.passes(HEALTHY.minusMillis(1));
            assertThat(stage.sent).hasSize(index + 1);
            assertThat(stage.waits(roll)).isTrue();
            stage.passes(Duration.ofMillis(1));
        }
        assertThat(stage.answer(roll)).isEqualTo(Answer.DONE);
        assertThat(stage.spawned).hasSize(6);
        assertThat(stage.told(TaskEvent.TaskStopped.class)).isEmpty();
        assertThat(stage.task("a").pending().update()).isNull();
    }

    @Test
    void aReplicaThatCannotBeStartedEndsItAndTheRestKeepTheirProcesses() {
        stage.runs(task("a", TaskType.DAEMON, 4));
        long roll = stage.roll("a");
        stage.exits("a:0", 0);
        comesUp("a:0");
        stage.exits("a:1", 0);
        stage.refuses("a:1", "no such folder");
        assertThat(stage.refusal(roll))
                .isEqualTo(new Refusal(
                        Refusal.Reason.ROLL_ENDED,
                        "replica 1 did not come up: not started: no such folder; replicas 2-3 were left as they"
                                + " are"));
        assertThat(stage.sent).containsExactly("TERM a:0", "TERM a:1");
        assertThat(stage.pid("a:2")).isEqualTo(1003);
        assertThat(stage.told(TaskEvent.RollEnded.class)).hasSize(1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a:1");
        assertThat(stage.sent).hasSize(2);
    }

    @Test
    void aProgramThatIsBrokenCostsOneReplica() {
        stage.runs(task("a", TaskType.DAEMON, 4));
        long roll = stage.roll("a");
        stage.exits("a:0", 0);
        stage.spawns("a:0");
        stage.passes(Duration.ofMillis(300));
        stage.exits("a:0", 1);
        assertThat(stage.refusal(roll).detail())
                .isEqualTo("replica 0 did not stay up: code 1; replicas 1-3 were left as they are");
        assertThat(stage.told(TaskEvent.RollEnded.class)).hasSize(1);
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.passes(Duration.ofHours(1));
        assertThat(stage.sent).hasSize(1);
    }

    @Test
    void aReplicaThatFailsAfterItWasGoodEndsItBeforeAThirdGoesDown() {
        stage.runs(task("a", TaskType.DAEMON, 4));
        long roll = stage.roll("a");
        stage.exits("a:0", 0);
        comesUp("a:0");
        stage.exits("a:0", 3);
        assertThat(stage.refusal(roll).detail())
                .isEqualTo("replica 0 did not stay up: code 3; replicas 2-3 were left as they are");
        stage.exits("a:1", 0);
        stage.spawns("a:1");
        assertThat(stage.sent).containsExactly("TERM a:0", "TERM a:1");
    }

    @Test
    void whatDoesNotRunIsLeftAsItIs() {
        stage.runs(task("a", TaskType.ONCE, 3));
        stage.exits("a:0", 0);
        stage.ask(new Request.Stop(Target.replica("a", 1), true));
        stage.exits("a:1", 0);
        long roll = stage.roll("a");
        assertThat(stage.sent).containsExactly("TERM a:1", "TERM a:2");
        stage.exits("a:2", 0);
        comesUp("a:2");
        assertThat(stage.answer(roll)).isEqualTo(Answer.DONE);
        assertThat(stage.phase("a:0")).isEqualTo(Phase.FINISHED);
        assertThat(stage.phase("a:1")).isEqualTo(Phase.STOPPED);
    }

    @Test
    void nothingThatRunsIsRefused() {
        stage.runs(once("a"));
        stage.exits("a", 0);
        assertThat(stage.refusal(stage.roll("a")).reason()).isEqualTo(Refusal.Reason.NOT_RUNNING);
        assertThat(stage.spawning).isEmpty();
    }

    @Test
    void aStopInTheMiddleEndsIt() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        long roll = stage.roll("a");
        stage.stop("a");
        assertThat(stage.refusal(roll).reason()).isEqualTo(Refusal.Reason.ROLL_ENDED);
        stage.exits("a:0", 0);
        stage.exits("a:1", 0);
        assertThat(stage.condition("a")).isEqualTo("stopped");
    }

    @Test
    void aReplicaThatSurvivesSigkillEndsIt() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        long roll = stage.roll("a");
        stage.passes(Duration.ofSeconds(15));
        stage.survives("a:0");
        assertThat(stage.refusal(roll).reason()).isEqualTo(Refusal.Reason.ROLL_ENDED);
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
    }

    @Test
    void aDepThatBeganToRunEndsIt() {
        stage.runs(task("a", TaskType.DAEMON, 2, "b"));
        stage.runs(once("b"));
        assertThat(stage.refusal(stage.roll("a")).detail()).startsWith("a start would have to wait for b");
        assertThat(stage.sent).isEmpty();
    }

    @Test
    void aDeleteInTheMiddleEndsItToo() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        long roll = stage.roll("a");
        stage.delete("a");
        stage.exits("a:0", 0);
        stage.exits("a:1", 0);
        assertThat(stage.refusal(roll).reason()).isEqualTo(Refusal.Reason.REMOVED);
        stage.isEmpty();
    }

    @Test
    void nobodyNeedsToWaitForIt() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        assertThat(stage.answer(stage.ask(new Request.Roll("a", Expected.ANY, false))))
                .isEqualTo(Answer.DONE);
        stage.exits("a:0", 0);
        comesUp("a:0");
        stage.exits("a:1", 0);
        comesUp("a:1");
        assertThat(stage.task("a").pending().update()).isNull();
        assertThat(stage.sent).hasSize(2);
    }
}
