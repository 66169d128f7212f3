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
    void everyTaskOfEveryKindIsStoppedAndForgotten() {
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
        assertThat(stage.table.stream().map(Task::name))
                .containsExactly("running", "starting", "lingering", "stopping", "stuck");
        assertThat(stage.told(News.FireSkipped.class)).isEmpty();
        stage.spawns("starting");
        assertThat(stage.sent).contains("TERM running:0", "TERM starting:0");
        for (ReplicaId left : stage.alive.keySet().toArray(ReplicaId[]::new)) {
            stage.exits(left.alias(), 0);
        }
        assertThat(stage.refusal(put).reason()).isEqualTo(Refusal.Reason.REMOVED);
        assertThat(stage.refusal(delete).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        stage.isEmpty();
    }

    @Test
    void startsAndRestartsAreRefusedMeanwhileAndDeletesAreNot() {
        stage.runs(once("a"));
        stage.drain();
        assertThat(stage.refusal(stage.put(once("b"))).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        assertThat(stage.refusal(stage.post("a")).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        long delete = stage.delete("a");
        stage.exits("a", 0);
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        stage.isEmpty();
    }

    @Test
    void aWaitingRestartIsToldThatItsTaskIsGone() {
        stage.runs(once("a"));
        long post = stage.post("a");
        stage.drain();
        stage.exits("a", 0);
        assertThat(stage.refusal(post).reason()).isEqualTo(Refusal.Reason.REMOVED);
        stage.isEmpty();
    }

    @Test
    void hurryKillsWhatIsBeingStoppedAndWhatComesStill() {
        stage.runs(once("a"));
        stage.put(once("b"));
        stage.drain();
        stage.hurry();
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
        stage.spawns("b");
        assertThat(stage.sent).endsWith("KILL b:0").hasSize(3);
        stage.hurry();
        assertThat(stage.sent).hasSize(3);
        stage.exits("a", 0);
        stage.exits("b", 0);
        stage.isEmpty();
    }

    @Test
    void hurryKillsWhatAFirstProcessLeftBehind() {
        stage.runs(once("a"));
        stage.leaderExits("a");
        stage.drain();
        stage.hurry();
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
        stage.exits("a", 0);
        stage.isEmpty();
    }

    @Test
    void hurryWithoutADrainDrains() {
        stage.runs(daemon("a"));
        stage.hurry();
        assertThat(stage.refusal(stage.put(once("b"))).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        stage.drain();
        stage.exits("a", 0);
        stage.isEmpty();
    }

    @Test
    void anEmptyTableIsDrainedAtOnce() {
        stage.drain();
        stage.drain();
        stage.hurry();
        stage.isEmpty();
    }
}
