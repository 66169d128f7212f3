package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerbsTest {
    private final Stage stage = new Stage();

    @Test
    void aStoppedDaemonKeepsItsDefinitionAndStaysStopped() {
        stage.runs(daemon("a"));
        long revision = stage.task("a").revision();
        long stop = stage.stop("a");
        assertThat(stage.waits(stop)).isTrue();
        stage.exits("a", 143);
        assertThat(stage.answer(stop).change()).contains(change(Kind.STOPPED));
        assertThat(stage.task("a").revision()).isGreaterThan(revision);
        assertThat(stage.condition("a")).isEqualTo("stopped");
        assertThat(stage.told(TaskEvent.TaskStopped.class)).hasSize(1);
        stage.passes(Duration.ofHours(1));
        assertThat(stage.spawned).hasSize(1);
        assertThat(stage.restless()).isEmpty();
    }

    @Test
    void aDaemonIsStoppedBetweenItsRuns() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        assertThat(stage.answer(stage.stop("a")).refusal()).isEmpty();
        stage.passes(Duration.ofHours(1));
        assertThat(stage.spawned).hasSize(1);
    }

    @Test
    void aStopOfWhatIsStoppedChangesNothing() {
        stage.runs(once("a"));
        stage.stop("a");
        stage.exits("a", 0);
        long revision = stage.task("a").revision();
        assertThat(stage.answer(stage.stop("a")).change()).contains(new Answer.Change(Kind.UNCHANGED, revision));
        assertThat(stage.task("a").revision()).isEqualTo(revision);
    }

    @Test
    void aStopOfWhatSurvivesSaysSo() {
        stage.runs(once("a"));
        long stop = stage.stop("a");
        stage.passes(Duration.ofSeconds(15));
        stage.survives("a");
        assertThat(stage.refusal(stop).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        stage.exits("a", 0);
        assertThat(stage.condition("a")).isEqualTo("stopped");
    }

    @Test
    void aStoppedCronTaskFiresAgainOnlyWhenItIsStarted() {
        stage.put(cron("c"));
        stage.stop("c");
        assertThat(stage.condition("c")).isEqualTo("stopped");
        stage.passes(Duration.ofMinutes(5));
        assertThat(stage.spawned).isEmpty();
        long start = stage.start("c");
        assertThat(stage.answer(start).change()).contains(change(Kind.STARTED));
        assertThat(stage.spawned).isEmpty();
        assertThat(stage.task("c").nextFire()).contains(Instant.parse("2026-01-01T00:06:00Z"));
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.spawned).hasSize(1);
    }

    @Test
    void aStartOfAScheduledCronTaskRunsItNowAndKeepsItsSchedule() {
        stage.put(cron("c"));
        long start = stage.start("c");
        assertThat(stage.spawned).containsExactly("c:0");
        assertThat(stage.waits(start)).isTrue();
        stage.spawns("c");
        assertThat(stage.answer(start).change()).map(Answer.Change::kind).contains(Kind.STARTED);
        assertThat(stage.task("c").nextFire()).contains(Instant.parse("2026-01-01T00:01:00Z"));
        long again = stage.start("c");
        assertThat(stage.answer(again).change()).map(Answer.Change::kind).contains(Kind.UNCHANGED);
        assertThat(stage.spawned).hasSize(1);
        stage.exits("c", 0);
        assertThat(stage.condition("c")).isEqualTo("scheduled");
        stage.start("c");
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void aStartThatIsNotToRunCronTasksLeavesAScheduledOneAlone() {
        stage.put(cron("c"));
        long start = stage.ask(new Request.StartAgain(Target.task("c"), true, false));
        assertThat(stage.answer(start).change()).map(Answer.Change::kind).contains(Kind.UNCHANGED);
        assertThat(stage.spawned).isEmpty();
    }

    @Test
    void aStartOfACronTaskThatWaitsForOthersChangesNothing() {
        stage.runs(once("a"));
        stage.put(cron("c", "a"));
        stage.start("c");
        assertThat(stage.condition("c")).isEqualTo("waiting");
        long again = stage.start("c");
        assertThat(stage.answer(again).change()).map(Answer.Change::kind).contains(Kind.UNCHANGED);
        stage.exits("a", 0);
        assertThat(stage.spawned).containsExactly("a:0", "c:0");
    }

    @Test
    void aRestartOfAStoppedCronTaskRunsItNowAndHasItFireAgain() {
        stage.put(cron("c"));
        stage.stop("c");
        stage.post("c");
        assertThat(stage.spawning).hasSize(1);
        assertThat(stage.task("c").nextFire()).isPresent();
    }

    @Test
    void aWaitingTaskThatIsStoppedStopsWaitingAndHoldsNobodyUp() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        stage.put(once("c", "b"));
        stage.stop("b");
        assertThat(stage.condition("b")).isEqualTo("stopped");
        stage.exits("a", 0);
        assertThat(stage.spawned).containsExactly("a:0", "c:0");
    }

    @Test
    void aStartWaitsForWhatItDependsOn() {
        stage.runs(once("b", "a"));
        stage.exits("b", 0);
        stage.runs(once("a"));
        stage.start("b");
        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.exits("a", 0);
        stage.spawns("b");
        assertThat(stage.condition("b")).isEqualTo("running");
    }

    @Test
    void aStartStartsWhatDoesNotRunAndLeavesTheRest() {
        stage.runs(task("a", TaskType.ONCE, 3));
        stage.exits("a:1", 0);
        long start = stage.start("a");
        assertThat(stage.spawning).containsOnlyKeys(Stage.id("a:1"));
        stage.spawns("a:1");
        assertThat(stage.answer(start).refusal()).isEmpty();
        assertThat(stage.sent).isEmpty();
        assertThat(stage.told(TaskEvent.ProcessStarted.class))
                .filteredOn(TaskEvent.ProcessStarted::alone)
                .singleElement()
                .satisfies(news -> {
                    assertThat(news.run().replica()).isEqualTo(Stage.id("a:1"));
                    assertThat(news.byPolicy()).isFalse();
                });
    }

    @Test
    void aStartDuringAStopFollowsIt() {
        stage.runs(daemon("a"));
        stage.stop("a");
        long start = stage.start("a");
        stage.exits("a", 0);
        stage.spawns("a");
        assertThat(stage.answer(start).refusal()).isEmpty();
        assertThat(stage.condition("a")).isEqualTo("running");
    }

    @Test
    void aStartThatGivesNoProcessSaysSo() {
        stage.runs(task("a", TaskType.ONCE, 2));
        stage.exits("a:1", 0);
        long start = stage.ask(new Request.StartAgain(Target.replica("a", 1), true, true));
        stage.refuses("a:1", "no");
        assertThat(stage.refusal(start))
                .isEqualTo(new Refusal(Refusal.Reason.START_FAILED, "the task stays listed as it is now: no"));
    }

    @Test
    void oneReplicaIsStoppedStartedAndRestartedByItself() {
        stage.runs(task("a", TaskType.DAEMON, 3));
        long stop = stage.ask(new Request.Stop(Target.replica("a", 1), true));
        assertThat(stage.sent).containsExactly("TERM a:1");
        assertThat(stage.condition("a")).isEqualTo("running");
        stage.exits("a:1", 0);
        assertThat(stage.answer(stop).change()).contains(change(Kind.STOPPED));
        assertThat(stage.told(TaskEvent.TaskStopped.class)).isEmpty();
        stage.passes(Duration.ofHours(1));
        assertThat(stage.phase("a:1")).isEqualTo(Phase.STOPPED);

        long restart = stage.ask(new Request.Restart(Target.replica("a", 2), true));
        stage.exits("a:2", 0);
        stage.spawns("a:2");
        assertThat(stage.answer(restart)).isEqualTo(Answer.DONE);
        assertThat(stage.phase("a:1")).isEqualTo(Phase.STOPPED);

        stage.ask(new Request.StartAgain(Target.replica("a", 1), true, true));
        stage.spawns("a:1");
        assertThat(stage.pid("a:0")).isEqualTo(1001);
        assertThat(stage.spawned).containsExactly("a:0", "a:1", "a:2", "a:2", "a:1");
    }

    @Test
    void aReplicaOfACronTaskThatIsStoppedDoesNotFire() {
        stage.put(task("c", TaskType.CRON, 2));
        stage.ask(new Request.Stop(Target.replica("c", 0), true));
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.spawned).containsExactly("c:1");
        stage.spawns("c:1");
        assertThat(stage.told(TaskEvent.TaskStarted.class))
                .extracting(TaskEvent.TaskStarted::of)
                .containsExactly(1);
    }

    @Test
    void aReplicaThatThereIsNotIsRefusedWithTheOnesThereAre() {
        stage.runs(task("a", TaskType.ONCE, 3));
        for (int index : List.of(-1, 3)) {
            Target none = Target.replica("a", index);
            Refusal refusal = new Refusal(Refusal.Reason.UNKNOWN_REPLICA, "replica " + index + ": task 'a' has 0 to 2");
            List.of(
                            new Request.StartAgain(none, true, true),
                            new Request.Stop(none, true),
                            new Request.Restart(none, true),
                            new Request.SendSignal(none, Signal.HUP),
                            new Request.Reset(none, true))
                    .forEach(request ->
                            assertThat(stage.refusal(stage.ask(request))).isEqualTo(refusal));
        }
    }

    @Test
    void everyVerbHeedsTheExpectedRevision() {
        stage.runs(daemon("a"));
        long revision = stage.task("a").revision();
        Target stale = Target.task("a").at(revision + 1);
        List.of(
                        new Request.StartAgain(stale, true, true),
                        new Request.Stop(stale, true),
                        new Request.Restart(stale, true),
                        new Request.Roll("a", new Expected.Revision(revision + 1), true),
                        new Request.SendSignal(stale, Signal.HUP),
                        new Request.Reset(stale, true),
                        new Request.Remove("a", new Expected.Revision(revision + 1), true))
                .forEach(request -> {
                    Refusal refusal = stage.refusal(stage.ask(request));
                    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.CONFLICT);
                    assertThat(refusal.detail()).contains("has revision " + revision + ", not the expected one");
                });
        assertThat(stage.sent).isEmpty();
        stage.ask(new Request.Stop(Target.task("a").at(revision), true));
        assertThat(stage.sent).containsExactly("TERM a:0");
    }

    @Test
    void aSignalGoesToWhatRunsAndIsNoStop() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        stage.exits("a:1", 0);
        long revision = stage.task("a").revision();
        long send = stage.ask(new Request.SendSignal(Target.task("a"), Signal.USR2));
        assertThat(stage.answer(send)).isEqualTo(Answer.DONE);
        assertThat(stage.sent).containsExactly("USR2 a:0");
        assertThat(stage.task("a").revision()).isEqualTo(revision);
        stage.exits("a:0", new ExitStatus.Signaled(12, false));
        assertThat(stage.phase("a:0")).isEqualTo(Phase.BACKING_OFF);
        assertThat(stage.told(TaskEvent.ProcessStopped.class)).isEmpty();
    }

    @Test
    void aSignalForTheLeaderIsRefusedWhenTheLeaderHasEnded() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        stage.leaderExits("a:1");
        stage.sent.clear();
        StopPlan.Reach leader = StopPlan.Reach.LEADER;
        assertThat(stage.answer(stage.ask(new Request.SendSignal(Target.task("a"), Signal.HUP, leader))))
                .isEqualTo(Answer.DONE);
        assertThat(stage.sent).containsExactly("HUP a:0 leader");
        assertThat(stage.refusal(stage.ask(new Request.SendSignal(Target.replica("a", 1), Signal.HUP, leader)))
                        .reason())
                .isEqualTo(Refusal.Reason.NOT_RUNNING);
    }

    @Test
    void aSignalToNothingIsRefused() {
        stage.runs(task("a", TaskType.ONCE, 2));
        stage.exits("a:1", 0);
        Target ended = Target.replica("a", 1);
        assertThat(stage.refusal(stage.ask(new Request.SendSignal(ended, Signal.HUP)))
                        .reason())
                .isEqualTo(Refusal.Reason.NOT_RUNNING);
        assertThat(stage.sent).isEmpty();
    }

    @Test
    void aResetForgetsFailuresAndStartsWhatBacksOff() {
        stage.runs(daemon("a"));
        for (int failure = 0; failure < 3; failure++) {
            stage.exits("a", 1);
            stage.passes(Duration.ofMinutes(1));
            stage.spawns("a");
        }
        stage.exits("a", 1);
        assertThat(stage.task("a").replica(0).history().restarts()).isEqualTo(3);
        long revision = stage.task("a").revision();
        long reset = stage.ask(new Request.Reset(Target.task("a"), true));
        stage.spawns("a");
        assertThat(stage.answer(reset)).isEqualTo(Answer.DONE);
        assertThat(stage.task("a").replica(0).history().restarts()).isZero();
        assertThat(stage.task("a").replica(0).history().quickExits()).isZero();
        assertThat(stage.task("a").revision()).isEqualTo(revision);
        stage.exits("a", 1);
        stage.passes(Duration.ofSeconds(3));
        assertThat(stage.spawning).hasSize(1);
    }

    @Test
    void aResetOfWhatRunsLeavesItsProcess() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a");
        stage.ask(new Request.Reset(Target.task("a"), true));
        assertThat(stage.task("a").replica(0).history().restarts()).isZero();
        assertThat(stage.phase("a")).isEqualTo(Phase.RUNNING);
        assertThat(stage.sent).isEmpty();
    }

    @Test
    void aStopOfARemovedTaskIsDoneWhenTheTaskIsGone() {
        stage.runs(once("a"));
        long stop = stage.stop("a");
        long start = stage.start("a");
        stage.delete("a");
        stage.exits("a", 0);
        assertThat(stage.answer(stop).refusal()).isEmpty();
        assertThat(stage.refusal(start).reason()).isEqualTo(Refusal.Reason.REMOVED);
        stage.isEmpty();
    }

    private Answer.Change change(Kind kind) {
        return new Answer.Change(
                kind, stage.table.stream().findFirst().orElseThrow().revision());
    }

    @Test
    void aOnceTaskThatHasEndedIsNotStoppedAnyMore() {
        Stage stage = new Stage().runs(once("migrate"));
        stage.exits("migrate", 0);
        long revision = stage.task("migrate").revision();
        Answer answer = stage.answer(stage.stop("migrate"));
        assertThat(answer.change()).contains(new Answer.Change(Answer.Change.Kind.UNCHANGED, revision));
        assertThat(stage.condition("migrate")).isEqualTo("finished");
        assertThat(stage.task("migrate").held()).isFalse();
    }
}
