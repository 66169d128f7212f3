package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.Leftover;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteTest {
    private final Stage stage = new Stage();

    @Test
    void aDeleteIsAnsweredWhenNothingIsLeft() {
        stage.runs(task("a", TaskType.ONCE, 2));
        long delete = stage.delete("a");
        assertThat(stage.sent).containsExactly("TERM a:0", "TERM a:1");
        stage.exits("a:0", 0);
        stage.leaderExits("a:1");
        assertThat(stage.waits(delete)).isTrue();
        stage.exits("a:1", 0);
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        assertThat(stage.told(TaskEvent.TaskStopped.class)).hasSize(1);
        stage.isEmpty();
    }

    @Test
    void whatOutlivesItsGraceIsKilled() {
        stage.runs(once("a"));
        long delete = stage.delete("a");
        stage.passes(Duration.ofMillis(9_999));
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.passes(Duration.ofMillis(1));
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0");
        stage.exits("a", 0);
        assertThat(stage.answer(delete))
                .isEqualTo(Answer.done("a:0: process 1001 did not end in 10.0 s and was killed"));
        assertThat(stage.told(TaskEvent.ProcessStopped.class))
                .extracting(news -> ((Cause.Stopped) news.end().cause()).forced())
                .containsExactly(true);
        stage.isEmpty();
    }

    @Test
    void whatSurvivesEvenThatStaysListedAndGoesWhenItFinallyEnds() {
        stage.runs(task("a", TaskType.ONCE, 2));
        long delete = stage.delete("a");
        stage.exits("a:0", 0);
        stage.passes(Duration.ofSeconds(15));
        assertThat(stage.waits(delete)).isTrue();
        stage.survives("a:1", new Leftover(1002, "dd", false, true), new Leftover(1003, "sleep 9", true, true));
        assertThat(stage.refusal(delete).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        assertThat(stage.refusal(delete).detail())
                .isEqualTo("these processes have survived SIGKILL so far: 1002 (dd) of a:1; 1003 (sleep 9) of a:1");
        assertThat(stage.condition("a")).isEqualTo("stopping");
        assertThat(stage.told(TaskEvent.TaskStopped.class)).isEmpty();
        stage.exits("a:1", 0);
        assertThat(stage.told(TaskEvent.TaskStopped.class)).hasSize(1);
        stage.isEmpty();
    }

    @Test
    void whatMeprocMayNotSignalIsReportedAtOnceAndNotAsASurvivorOfSigkill() {
        stage.runs(once("a"));
        long delete = stage.delete("a");
        stage.refuses("a", new Leftover(1001, "sleep 9", false, Leftover.Fate.REFUSED));
        assertThat(stage.refusal(delete).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        assertThat(stage.refusal(delete).detail())
                .isEqualTo("Meproc may not signal these processes of another user (EPERM), end them as that user or as"
                        + " root: 1001 (sleep 9) of a:0");
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.exits("a:0", 0);
        assertThat(stage.told(TaskEvent.ProcessStopped.class))
                .extracting(news -> ((Cause.Stopped) news.end().cause()).forced())
                .containsExactly(false);
        stage.isEmpty();
    }

    @Test
    void aSecondDeleteKillsOnceMore() {
        stage.runs(once("a"));
        stage.delete("a");
        stage.passes(Duration.ofSeconds(15));
        stage.survives("a");
        long again = stage.delete("a");
        assertThat(stage.sent).containsExactly("TERM a:0", "KILL a:0", "KILL a:0");
        stage.passes(Duration.ofSeconds(5));
        stage.survives("a");
        assertThat(stage.refusal(again).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        long third = stage.delete("a");
        stage.exits("a", 0);
        assertThat(stage.answer(third).refusal()).isEmpty();
        stage.isEmpty();
    }

    @Test
    void severalDeletesAreAnsweredTogether() {
        stage.runs(once("a"));
        List<Long> deletes = List.of(stage.delete("a"), stage.delete("a"));
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.exits("a", 0);
        assertThat(deletes)
                .allSatisfy(ticket -> assertThat(stage.answer(ticket)).isEqualTo(Answer.DONE));
        stage.isEmpty();
    }

    @Test
    void aNameIsFreeAsSoonAsItsDeleteIsAnswered() {
        stage.runs(daemon("a"));
        long delete = stage.delete("a");
        assertThat(stage.refusal(stage.put(once("a"))).detail())
                .isEqualTo("task 'a' is being removed; send the request again when it is no longer listed");
        assertThat(stage.refusal(stage.post("a")).reason()).isEqualTo(Refusal.Reason.UNKNOWN_TASK);
        stage.exits("a", 0);
        assertThat(stage.waits(delete)).isFalse();
        stage.runs(once("a"));
        assertThat(stage.condition("a")).isEqualTo("running");
    }

    @Test
    void aDeleteWhileStartingEndsWhatComesAndRefusesTheStart() {
        long put = stage.put(task("a", TaskType.DAEMON, 2));
        long delete = stage.delete("a");
        assertThat(stage.condition("a")).isEqualTo("stopping");
        stage.refuses("a:0", "no");
        stage.spawns("a:1");
        assertThat(stage.sent).containsExactly("TERM a:1");
        assertThat(stage.waits(put)).isTrue();
        stage.exits("a:1", 0);
        assertThat(stage.refusal(put).reason()).isEqualTo(Refusal.Reason.REMOVED);
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        stage.isEmpty();
    }
}
