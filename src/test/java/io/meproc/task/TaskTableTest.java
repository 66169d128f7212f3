package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.id;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskTableTest {
    private final Stage stage = new Stage();

    @Test
    void aStartIsAnsweredWhenEveryReplicaIsStarted() {
        long put = stage.put(task("a", TaskType.ONCE, 3));
        stage.spawns("a:0");
        stage.spawns("a:2");
        assertThat(stage.waits(put)).isTrue();
        stage.spawns("a:1");
        assertThat(stage.answer(put)).isEqualTo(Answer.DONE);
        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.told(TaskEvent.TaskStarted.class))
                .singleElement()
                .satisfies(news -> assertThat(news.processes()).isEqualTo(3));
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskType.class,
            names = {"ONCE", "DAEMON"})
    void aStartThatGivesNoProcessIsRefusedAndLeavesNothing(TaskType type) {
        long put = stage.put(task("a", type, 2));
        stage.refuses("a:0", "no such folder");
        assertThat(stage.waits(put)).isTrue();
        stage.refuses("a:1", "no such folder");
        assertThat(stage.refusal(put)).isEqualTo(new Refusal(Refusal.Reason.START_FAILED, "no such folder"));
        assertThat(stage.told(TaskEvent.TaskStarted.class)).isEmpty();
        assertThat(stage.told(TaskEvent.TaskStopped.class)).isEmpty();
        stage.isEmpty();
    }

    @Test
    void aRefusedStartIsAnsweredOnlyWhenItsSecondAttemptsAreOverToo() {
        long put = stage.put(task("a", TaskType.DAEMON, 2));
        stage.refuses("a:0", "no");
        stage.passes(Duration.ofSeconds(3));
        assertThat(stage.phase("a:0")).isEqualTo(Phase.RESTARTING);
        stage.refuses("a:1", "no");
        assertThat(stage.waits(put)).isTrue();
        stage.refuses("a:0", "still no");
        assertThat(stage.refusal(put).reason()).isEqualTo(Refusal.Reason.START_FAILED);
        stage.isEmpty();
    }

    @Test
    void aStartThatGivesSomeProcessesIsDoneWithANote() {
        long put = stage.put(task("a", TaskType.ONCE, 3));
        stage.spawns("a:0");
        stage.refuses("a:1", "out of processes");
        stage.spawns("a:2");
        assertThat(stage.answer(put).refusal()).isEmpty();
        assertThat(stage.answer(put).note()).isEqualTo("1 of 3 replicas could not be started: out of processes");
        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.told(TaskEvent.TaskStarted.class))
                .extracting(TaskEvent.TaskStarted::processes)
                .containsExactly(2);
    }

    @Test
    void crashingSiblingsDoNotHoldUpTheAnswer() {
        long put = stage.put(task("a", TaskType.DAEMON, 2));
        stage.spawns("a:0");
        stage.exits("a:0", 1);
        stage.passes(Duration.ofSeconds(3));
        assertThat(stage.phase("a:0")).isEqualTo(Phase.RESTARTING);
        stage.spawns("a:1");
        assertThat(stage.answer(put)).isEqualTo(Answer.DONE);
    }

    @Test
    void aProcessThatEndsAtOnceWasStartedAllTheSame() {
        long put = stage.put(task("a", TaskType.ONCE, 2));
        stage.spawns("a:0");
        stage.exits("a:0", 127);
        assertThat(stage.waits(put)).isTrue();
        stage.spawns("a:1");
        assertThat(stage.answer(put)).isEqualTo(Answer.DONE);
    }

    @Test
    void whatWaitsOrIsScheduledIsAnsweredAtOnce() {
        stage.runs(once("a"));
        assertThat(stage.answer(stage.put(once("b", "a")))).isEqualTo(Answer.DONE);
        assertThat(stage.condition("b")).isEqualTo("waiting");
        assertThat(stage.answer(stage.put(cron("c")))).isEqualTo(Answer.DONE);
        assertThat(stage.condition("c")).isEqualTo("scheduled");
        assertThat(stage.spawned).containsExactly("a:0");
    }

    @Test
    void aListedNameIsRefused() {
        stage.runs(once("a"));
        assertThat(stage.refusal(stage.put(once("a"))).reason()).isEqualTo(Refusal.Reason.EXISTS);
        stage.exits("a", 0);
        assertThat(stage.refusal(stage.put(once("a"))).detail()).isEqualTo("task 'a' is listed as finished");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThat(stage.refusal(stage.post("a")).reason()).isEqualTo(Refusal.Reason.UNKNOWN_TASK);
        assertThat(stage.refusal(stage.delete("a")).reason()).isEqualTo(Refusal.Reason.UNKNOWN_TASK);
        stage.isEmpty();
    }

    @Test
    void impatientRequestsAreAnsweredAtOnce() {
        assertThat(stage.answer(stage.ask(new Request.Start(once("a"), false)))).isEqualTo(Answer.DONE);
        assertThat(stage.condition("a")).isEqualTo("starting");
        stage.spawns("a");
        assertThat(stage.answer(stage.ask(new Request.Restart("a", false)))).isEqualTo(Answer.DONE);
        stage.exits("a", 0);
        stage.spawns("a");
        assertThat(stage.answer(stage.ask(new Request.Remove("a", false)))).isEqualTo(Answer.DONE);
        assertThat(stage.condition("a")).isEqualTo("stopping");
        stage.exits("a", 0);
        stage.isEmpty();
    }

    @Test
    void anImpatientStartThatFailsStaysListedWithItsReason() {
        stage.ask(new Request.Start(once("a"), false));
        stage.refuses("a", "no");
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(stage.task("a").replica(0).history().failure()).isEqualTo(StartFailure.of("exec", "no"));
    }

    @Test
    void aFinishedTaskStaysListedWithItsExitStatusUntilItIsDeleted() {
        stage.runs(once("a"));
        Run run = requireNonNull(stage.task("a").replica(0).run());
        stage.passes(Duration.ofSeconds(2));
        stage.exits("a", 7);
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(stage.task("a").replica(0).history().last())
                .isEqualTo(new End(
                        new Cause.Own(new ExitStatus.Exited(7), false),
                        run.incarnation(),
                        1001,
                        stage.now.minusSeconds(2),
                        stage.now,
                        new OutputRange(0, null),
                        null,
                        List.of(),
                        null,
                        Verdict.of(Verdict.Kind.RUNS_ONCE, 0)));
        stage.passes(Duration.ofDays(1));
        assertThat(stage.spawned).containsExactly("a:0");
        assertThat(stage.answer(stage.delete("a"))).isEqualTo(Answer.DONE);
        stage.isEmpty();
    }

    @Test
    void reportsOfEarlierRunsAreIgnored() {
        stage.runs(daemon("a"));
        stage.exits("a", 0);
        Run earlier = stage.over.values().iterator().next();
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a");
        TaskTable before = stage.table;
        stage.on(new Event.Reported(new Report.Exited(earlier, stage.now, new ExitStatus.Exited(1), null, List.of())));
        stage.on(new Event.Reported(new Report.Spawned(earlier, stage.now, 1, 0)));
        stage.on(new Event.Reported(new Report.SpawnFailed(earlier, stage.now, StartFailure.of("exec", "no"))));
        stage.on(new Event.Reported(new Report.LeaderExited(earlier, stage.now, new ExitStatus.Exited(1))));
        stage.on(new Event.Elapsed(earlier, stage.now, stage.now));
        assertThat(stage.table.revision()).isEqualTo(before.revision());
        assertThat(stage.phase("a")).isEqualTo(Phase.RUNNING);
        stage.on(new Event.Reported(new Report.Exited(
                new Run(Stage.id("gone:5"), 77), stage.now, new ExitStatus.Exited(1), null, List.of())));
        stage.on(new Event.Reported(
                new Report.Exited(new Run(Stage.id("a:5"), 77), stage.now, new ExitStatus.Exited(1), null, List.of())));
        assertThat(stage.table.revision()).isEqualTo(before.revision());
    }

    @Test
    void theTableKeepsTheOrderOfTheStarts() {
        List.of("c", "a", "b", "d").forEach(name -> stage.runs(once(name)));
        stage.exits("a", 0);
        stage.delete("a");
        stage.runs(once("a"));
        assertThat(stage.table.stream().map(Task::name)).containsExactly("c", "b", "d", "a");
    }

    @Test
    void aReportThatCannotBeMeantInAStateIsIgnoredAndReported() {
        Stage stage = new Stage().runs(daemon("web"));
        Run run = requireNonNull(stage.alive.get(id("web")));
        Next next = stage.table.on(new Event.Reported(new Report.Spawned(run, stage.now, 7, 0)));
        assertThat(next.effects()).containsExactly(new Effect.Unexpected(id("web"), Phase.RUNNING, "spawned"));
        assertThat(next.table().revision()).isEqualTo(stage.table.revision());
    }
}
