package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainTest {
    private final Stage stage = new Stage();

    @Test
    void everyTaskOfEveryKindIsStoppedAndStaysListed() {
        stage.runs(once("running"));
        stage.put(once("waiting", "running"));
        stage.put(cron("scheduled"));
        stage.runs(once("finished"));
        stage.exits("finished", 0);
        long put = stage.put(once("starting"));
        stage.runs(once("lingering"));
        stage.leaderExits("lingering");
        stage.runs(once("stopping"));
        long delete = stage.delete("stopping");
        stage.runs(daemon("stuck"));
        stage.delete("stuck");
        stage.passes(Duration.ofSeconds(15));
        stage.survives("stuck");
        stage.survives("stopping");
        stage.runs(daemon("backing-off"));
        stage.exits("backing-off", 1);

        stage.drain();
        assertThat(stage.table.stream().filter(task -> task.live() > 0).map(Task::name))
                .containsExactly("running", "starting", "lingering", "stopping", "stuck");
        assertThat(stage.refusal(put).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        assertThat(stage.told(TaskEvent.FireSkipped.class)).isEmpty();
        stage.spawns("starting");
        assertThat(stage.sent).contains("TERM running:0", "TERM starting:0");
        for (ReplicaId left : stage.alive.keySet().toArray(ReplicaId[]::new)) {
            stage.exits(left.alias(), 0);
        }
        assertThat(stage.refusal(delete).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        stage.isAtRest();
        assertThat(stage.table.stream().map(task -> task.name() + " " + task.condition()))
                .containsExactly(
                        "running stopped",
                        "waiting waiting",
                        "scheduled stopped",
                        "finished finished",
                        "starting stopped",
                        "lingering stopped",
                        "backing-off stopped");
        assertThat(stage.table.stream().filter(Task::held)).isEmpty();
    }

    @Test
    void whatWasStoppedByAnOperatorStaysToldFromWhatTheEndOfTheServiceStopped() {
        stage.runs(daemon("stopped"));
        stage.stop("stopped");
        stage.exits("stopped", 0);
        stage.runs(daemon("running"));
        stage.drain();
        stage.exits("running", 0);
        assertThat(stage.task("stopped").held()).isTrue();
        assertThat(stage.task("running").held()).isFalse();
        stage.isAtRest();
    }

    @Test
    void aDependencyThatEndsWithTheServiceStartsNobody() {
        stage.runs(once("first"));
        stage.put(once("second", "first"));
        stage.drain();
        stage.exits("first", 0);
        assertThat(stage.spawned).containsExactly("first:0");
        stage.isAtRest();
    }

    @Test
    void startsAndRestartsAreRefusedMeanwhileAndDeletesAreNot() {
        stage.runs(once("a"));
        stage.drain();
        assertThat(stage.refusal(stage.put(once("b"))).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        assertThat(stage.refusal(stage.post("a")).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        long delete = stage.delete("a");
        stage.exits("a", 0);
        assertThat(stage.condition("a")).isEqualTo("not listed");
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        stage.isEmpty();
    }

    @Test
    void aWaitingRestartIsRefused() {
        stage.runs(once("a"));
        long post = stage.post("a");
        stage.drain();
        assertThat(stage.refusal(post).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        stage.exits("a", 0);
        stage.isAtRest();
    }

    @Test
    void killingNowKillsWhatIsBeingStoppedAndWhatComesStill() {
        stage.runs(once("a"));
        stage.put(once("b"));
        stage.drain();
        stage.killNow();
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
        stage.spawns("b");
        assertThat(stage.sent).endsWith("KILL b:0").hasSize(3);
        stage.killNow();
        assertThat(stage.sent).hasSize(3);
        stage.exits("a", 0);
        stage.exits("b", 0);
        stage.isAtRest();
    }

    @Test
    void killingNowKillsWhatAFirstProcessLeftBehind() {
        stage.runs(once("a"));
        stage.leaderExits("a");
        stage.drain();
        stage.killNow();
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
        stage.exits("a", 0);
        stage.isAtRest();
    }

    @Test
    void killingNowWithoutADrainDrains() {
        stage.runs(daemon("a"));
        stage.killNow();
        assertThat(stage.refusal(stage.put(once("b"))).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        stage.drain();
        stage.exits("a", 0);
        stage.isAtRest();
    }

    @Test
    void anEmptyTableIsDrainedAtOnce() {
        stage.drain();
        stage.drain();
        stage.killNow();
        stage.isAtRest();
    }
}
