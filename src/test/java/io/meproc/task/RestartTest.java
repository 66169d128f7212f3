package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartTest {
    private final Stage stage = new Stage();

    @Test
    void aFinishedTaskRunsAgain() {
        stage.runs(once("a"));
        stage.exits("a", 3);
        long post = stage.post("a");
        assertThat(stage.waits(post)).isTrue();
        stage.spawns("a");
        assertThat(stage.answer(post)).isEqualTo(Answer.DONE);
        assertThat(stage.told(TaskEvent.TaskStopped.class)).isEmpty();
        assertThat(stage.told(TaskEvent.TaskStarted.class)).hasSize(2);
    }

    @Test
    void aRunningTaskIsStoppedAndStartedAgainReplicaByReplica() {
        stage.runs(task("a", TaskType.ONCE, 2));
        long post = stage.post("a");
        assertThat(stage.sent).containsExactly("TERM a:0", "TERM a:1");
        stage.exits("a:0", 0);
        stage.spawns("a:0");
        assertThat(stage.waits(post)).isTrue();
        assertThat(stage.told(TaskEvent.TaskStopped.class)).isEmpty();
        stage.exits("a:1", 0);
        assertThat(stage.told(TaskEvent.TaskStopped.class)).hasSize(1);
        stage.spawns("a:1");
        assertThat(stage.answer(post)).isEqualTo(Answer.DONE);
        assertThat(stage.told(TaskEvent.TaskStarted.class)).hasSize(2);
    }

    @Test
    void aStubbornProcessIsKilledAndThenReplaced() {
        stage.runs(once("a"));
        long post = stage.post("a");
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
        stage.exits("a", 0);
        stage.spawns("a");
        assertThat(stage.answer(post)).isEqualTo(Answer.done("a:0: process 1001 did not end in 10.0 s and was killed"));
    }

    @Test
    void anUnendingProcessIsReplacedWhenItEndsAfterAll() {
        stage.runs(once("a"));
        long post = stage.post("a");
        stage.passes(Duration.ofSeconds(15));
        stage.survives("a");
        assertThat(stage.refusal(post).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        assertThat(stage.spawned).hasSize(1);
        stage.exits("a", 0);
        stage.spawns("a");
        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.told(TaskEvent.TaskStarted.class)).hasSize(2);
    }

    @Test
    void aWaitingTaskKeepsWaiting() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        assertThat(stage.answer(stage.post("b"))).isEqualTo(Answer.DONE);
        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.exits("a", 0);
        stage.spawns("b");
        assertThat(stage.spawned).containsExactly("a:0", "b:0");
    }

    @Test
    void aRunningTaskWhoseDepRunsStopsAndWaits() {
        stage.runs(once("b", "a"));
        stage.runs(once("a"));
        long post = stage.post("b");
        assertThat(stage.waits(post)).isTrue();
        stage.exits("b", 0);
        assertThat(stage.answer(post)).isEqualTo(Answer.DONE);
        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.exits("a", 0);
        assertThat(stage.condition("b")).isEqualTo("starting");
    }

    @Test
    void aTaskReleasedWhileItStopsStartsAfterItsEnd() {
        stage.runs(once("b", "a"));
        stage.runs(once("a"));
        long post = stage.post("b");
        stage.exits("a", 0);
        assertThat(stage.spawning).isEmpty();
        stage.exits("b", 0);
        assertThat(stage.waits(post)).isTrue();
        stage.spawns("b");
        assertThat(stage.answer(post)).isEqualTo(Answer.DONE);
    }

    @Test
    void aDaemonThatBacksOffStartsNow() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        long post = stage.post("a");
        stage.spawns("a");
        assertThat(stage.answer(post)).isEqualTo(Answer.DONE);
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void aStartingTaskStartsAnew() {
        long put = stage.put(once("a"));
        long post = stage.post("a");
        stage.spawns("a");
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.exits("a", 0);
        assertThat(stage.waits(put) && stage.waits(post)).isTrue();
        stage.spawns("a");
        assertThat(stage.answer(put)).isEqualTo(Answer.DONE);
        assertThat(stage.answer(post)).isEqualTo(Answer.DONE);
    }

    @Test
    void aRestartThatGivesNoProcessSaysSoAndKeepsTheTaskListed() {
        stage.runs(once("a"));
        long post = stage.post("a");
        stage.exits("a", 0);
        stage.refuses("a", "no");
        assertThat(stage.refusal(post))
                .isEqualTo(new Refusal(Refusal.Reason.START_FAILED, "the task stays listed as it is now: no"));
        assertThat(stage.condition("a")).isEqualTo("failed");
    }

    @Test
    void aDeleteInTheMiddleOfARestartWins() {
        stage.runs(once("a"));
        long post = stage.post("a");
        long delete = stage.delete("a");
        stage.exits("a", 0);
        assertThat(stage.refusal(post).reason()).isEqualTo(Refusal.Reason.REMOVED);
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        assertThat(stage.spawned).hasSize(1);
        stage.isEmpty();
    }
}
