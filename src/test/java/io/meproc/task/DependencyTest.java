package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyTest {
    private final Stage stage = new Stage();

    @Test
    void aTaskWaitsWhileItsDepRunsAndStartsTheMomentItEnds() {
        stage.runs(Stage.task("a", TaskType.ONCE, 2));
        stage.put(once("b", "a"));
        assertThat(stage.told(TaskEvent.TaskWaits.class)).containsExactly(new TaskEvent.TaskWaits("b", List.of("a")));
        stage.exits("a:0", 0);
        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.exits("a:1", 1);
        assertThat(stage.condition("b")).isEqualTo("starting");
        assertThat(stage.task("b").lastStart()).contains(stage.now);
        stage.spawns("b");
        assertThat(stage.condition("b")).isEqualTo("running");
    }

    @Test
    void aDepThatNeverRanOrHasEndedDoesNotBlock() {
        stage.runs(once("a"));
        stage.exits("a", 0);
        stage.put(cron("c"));
        stage.runs(once("b", "a", "c", "unheard-of"));
        assertThat(stage.condition("b")).isEqualTo("running");
    }

    @Test
    void aDepThatIsStartingBlocks() {
        stage.put(once("a"));
        stage.put(once("b", "a"));
        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.refuses("a", "no");
        assertThat(stage.condition("b")).isEqualTo("starting");
    }

    @Test
    void depsReachThroughTasksThatHaveEnded() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        stage.exits("a", 0);
        stage.spawns("b");
        stage.exits("b", 0);
        stage.post("a");
        stage.spawns("a");
        stage.put(once("c", "b"));
        assertThat(stage.condition("c")).isEqualTo("waiting");
        assertThat(stage.table.blockers(stage.task("c"))).containsExactly("a");
        stage.exits("a", 0);
        assertThat(stage.condition("c")).isEqualTo("starting");
    }

    @Test
    void aChainIsReleasedLinkByLinkWhateverTheOrderOfTheStarts() {
        stage.runs(once("a"));
        stage.put(once("c", "b", "a"));
        stage.put(once("b", "a"));
        assertThat(stage.table.blockers(stage.task("c"))).containsExactly("b", "a");
        stage.exits("a", 0);
        assertThat(stage.condition("b")).isEqualTo("starting");
        assertThat(stage.condition("c")).isEqualTo("waiting");
        stage.spawns("b");
        stage.exits("b", 0);
        assertThat(stage.condition("c")).isEqualTo("starting");
        assertThat(stage.spawned).containsExactly("a:0", "b:0", "c:0");
    }

    @Test
    void theNextLinkIsAllThatALinkOfAChainWaitsFor() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        stage.put(once("c", "b"));
        assertThat(stage.table.blockers(stage.task("c"))).containsExactly("b");
        stage.exits("a", 0);
        stage.refuses("b", "no");
        assertThat(stage.condition("c")).isEqualTo("starting");
    }

    @Test
    void allThatWaitForTheSameStartTogether() {
        stage.runs(once("a"));
        stage.put(once("c", "a"));
        stage.put(once("b", "a"));
        stage.exits("a", 0);
        assertThat(stage.spawned).containsExactly("a:0", "c:0", "b:0");
    }

    @Test
    void aDepThatIsDeletedReleases() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        stage.put(once("c", "b"));
        long delete = stage.delete("b");
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        assertThat(stage.condition("c"))
                .as("b is not listed, so c does not reach a")
                .isEqualTo("starting");
        stage.spawns("c");
        stage.put(once("d", "a"));
        stage.delete("a");
        assertThat(stage.condition("d")).isEqualTo("waiting");
        stage.exits("a", 0);
        assertThat(stage.condition("d")).isEqualTo("starting");
    }

    @Test
    void aDaemonBetweenItsRunsDoesNotBlock() {
        stage.runs(daemon("a"));
        stage.put(once("b", "a"));
        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.exits("a", 0);
        assertThat(stage.condition("b")).isEqualTo("starting");
        stage.passes(Duration.ofSeconds(3));
        assertThat(stage.phase("a")).isEqualTo(Phase.RESTARTING);
    }

    @Test
    void aCircleIsRefusedAndPrinted() {
        assertThat(stage.refusal(stage.put(once("a", "a"))))
                .isEqualTo(new Refusal(
                        Refusal.Reason.INVALID_FIELD,
                        "deps: closes a cycle of tasks that wait for each other: a -> a"));
        stage.runs(once("a", "b"));
        assertThat(stage.refusal(stage.put(once("b", "x", "a"))).detail())
                .isEqualTo("deps: closes a cycle of tasks that wait for each other: b -> a -> b");
        stage.runs(once("d", "a"));
        assertThat(stage.condition("d")).isEqualTo("waiting");
        assertThat(stage.refusal(stage.put(once("b", "c", "d"))).detail())
                .isEqualTo("deps: closes a cycle of tasks that wait for each other: b -> d -> a -> b");
        assertThat(stage.table.find("b")).isEmpty();
    }

    @Test
    void twoWaysToTheSameDepAreNoCircle() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        stage.put(once("c", "a"));
        assertThat(stage.answer(stage.put(once("d", "b", "c")))).isEqualTo(Answer.DONE);
    }

    @Test
    void aDeleteStopsARunningTaskWhateverItsDepsDo() {
        stage.runs(once("b", "a"));
        stage.runs(once("a"));
        assertThat(stage.table.blockers(stage.task("b"))).containsExactly("a");
        long delete = stage.delete("b");
        assertThat(stage.sent).containsExactly("TERM b:0");
        stage.exits("b", 0);
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        assertThat(stage.condition("a")).isEqualTo("running");
    }

    @Test
    void aReleasedStartThatFailsStaysListed() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        stage.exits("a", 0);
        stage.refuses("b", "no");
        assertThat(stage.condition("b")).isEqualTo("failed");
    }

    @Test
    void whoDependsOnADaemonIsWarnedAtOnceThatItMayWaitForEver() {
        String note = "deps: the task starts only while none of these daemons runs, which may be never: db";
        stage.runs(Stage.daemon("db"));
        stage.runs(once("migrate"));
        assertThat(stage.answer(stage.amend(once("app", "db"))).note()).isEqualTo(note);
        assertThat(stage.answer(stage.put(once("old", "db"))).note()).isEqualTo(note);
        assertThat(stage.answer(stage.put(Stage.cron("nightly", "db"))).note()).isEqualTo(note);
        Request.Put rehearsed = new Request.Put(once("app", "db"), Expected.ANY, true);
        assertThat(stage.answer(stage.ask(new Request.Try(rehearsed))).note()).isEqualTo(note);
        assertThat(stage.answer(stage.amend(once("after", "migrate"))).note()).isEmpty();
        assertThat(stage.answer(stage.amend(once("after", "app"))).note()).isEqualTo(note);
        stage.stop("db");
        stage.exits("db", 143);
        long fine = stage.amend(once("fine", "db"));
        stage.spawns("fine");
        assertThat(stage.answer(fine).note()).isEmpty();
    }
}
