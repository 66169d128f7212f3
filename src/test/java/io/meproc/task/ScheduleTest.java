package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.command.Environment;
import io.meproc.task.cron.At;
import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.Every;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.Retry;
import io.meproc.task.cron.Schedule;
import io.meproc.task.cron.Trigger;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Requester;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.RunOccasion;
import io.meproc.task.occasion.RunParameters;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Overlap, deadline, retry, pause and parameters of a cron task that fires every minute. */
class ScheduleTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:01:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage = new Stage();

    @Test
    void queuedFiresStartOneAfterTheOtherAndTheRestIsSkipped() {
        running("queue(2)");
        stage.passes(MINUTE.multipliedBy(3));
        assertThat(stage.task("c").queue())
                .extracting(Occasion::due)
                .containsExactly(FIRST.plusSeconds(60), FIRST.plusSeconds(120));
        assertThat(noRuns()).containsExactly("skipped: its last run is not over, and 2 starts wait already");

        stage.exits("c", 0);
        stage.spawns("c");
        stage.exits("c", 1);
        stage.spawns("c");
        stage.exits("c", 0);
        assertThat(stage.spawned).hasSize(3);
        assertThat(occasions())
                .extracting(RunOccasion::due)
                .containsExactly(FIRST, FIRST.plusSeconds(60), FIRST.plusSeconds(120));
        assertThat(stage.task("c").queue()).isEmpty();
    }

    @Test
    void theQueueAndTheOccasionOfTheLiveRunSurviveACrash() {
        running("queue(2)");
        stage.ask(run("x"));
        stage.passes(MINUTE);
        Crash.of(stage);

        assertThat(stage.condition("c")).isEqualTo("running");
        assertThat(stage.task("c").occasion(0))
                .isEqualTo(Occasion.fire(Occasion.Kind.FIRE, FIRST).of(0));
        assertThat(stage.task("c").queue())
                .extracting(Occasion::kind)
                .containsExactly(Occasion.Kind.REQUEST, Occasion.Kind.FIRE);
        stage.exits("c", 0);
        stage.spawns("c");
        assertThat(stage.commands).last().isEqualTo("true");
        assertThat(occasions()).last().extracting(RunOccasion::args).isEqualTo(List.of("x"));
    }

    @Test
    void theQueueSurvivesTheEndOfTheServiceAndAStopClearsIt() {
        running("queue(2)");
        stage.passes(MINUTE);
        stage.drain();
        stage.exits("c", 0);
        assertThat(stage.task("c").queue()).hasSize(1);
        Crash.of(stage);
        assertThat(stage.spawned).hasSize(2);
        stage.spawns("c");
        stage.passes(MINUTE);
        assertThat(stage.task("c").queue()).hasSize(1);
        stage.stop("c");
        assertThat(stage.task("c").queue()).isEmpty();
    }

    @Test
    void aReplacedRunIsStoppedByTheServiceAndTheNextOneStartsAfterIt() {
        running("replace");
        stage.passes(MINUTE);
        assertThat(stage.phase("c")).isEqualTo(Phase.STOPPING);
        assertThat(stage.sent).containsExactly("TERM c:0");
        stage.exits("c", new ExitStatus.Signaled(15, false));
        stage.spawns("c");

        End end = Objects.requireNonNull(stage.task("c").replica(0).history().last());
        assertThat(end.cause()).isInstanceOf(Cause.Stopped.class);
        assertThat(end.by()).isEqualTo(Requester.SERVICE);
        assertThat(stage.task("c").health()).isEqualTo(Health.OK);
        assertThat(stage.task("c").occasion(0))
                .isEqualTo(
                        Occasion.fire(Occasion.Kind.FIRE, FIRST.plusSeconds(60)).of(0));
        assertThat(occasions()).extracting(RunOccasion::due).containsExactly(FIRST, FIRST.plusSeconds(60));
    }

    @Test
    void aReplacementOfAReplacementIsTheOnlyOneThatStarts() {
        running("replace");
        stage.passes(MINUTE);
        stage.ask(run("x"));
        stage.exits("c", 0);
        assertThat(stage.spawned).hasSize(2);
        stage.spawns("c");
        assertThat(stage.task("c").occasion(0)).extracting(RunOccasion::args).isEqualTo(List.of("x"));
    }

    @Test
    void allowedRunsUseTheReplicasAsSlots() {
        stage.put(task(new Overlap(Overlap.Kind.ALLOW, 2)));
        stage.passes(MINUTE);
        assertThat(stage.spawned).containsExactly("c:0");
        stage.spawns("c:0");
        stage.passes(MINUTE);
        stage.spawns("c:1");
        stage.passes(MINUTE);
        assertThat(stage.spawned).containsExactly("c:0", "c:1");
        assertThat(noRuns()).containsExactly("skipped: its last 2 runs are still running");
        stage.exits("c:0", 0);
        stage.start("c");
        assertThat(stage.spawned).containsExactly("c:0", "c:1", "c:0");
        stage.spawns("c:0");
        assertThat(stage.task("c").occasion(1)).extracting(RunOccasion::due).isEqualTo(FIRST.plusSeconds(60));
        assertThat(stage.task("c").occasion(0)).extracting(RunOccasion::kind).isEqualTo(Occasion.Kind.REQUEST);
    }

    @Test
    void aRestartOfAllowedRunsRestartsThoseThatRun() {
        stage.put(task(new Overlap(Overlap.Kind.ALLOW, 3)));
        stage.passes(MINUTE);
        stage.spawns("c:0");
        stage.post("c");
        stage.exits("c:0", 0);
        assertThat(stage.spawned).containsExactly("c:0", "c:0");
    }

    @Test
    void aFailedRunIsRepeatedForItsFireUntilItSucceeds() {
        stage.put(task(Overlap.SKIP, new Retry(2, Duration.ofSeconds(20)), null));
        stage.passes(MINUTE);
        stage.spawns("c");
        stage.exits("c", 1);
        assertThat(stage.phase("c")).isEqualTo(Phase.BACKING_OFF);
        assertThat(stage.task("c").health()).isEqualTo(Health.FAILING);
        stage.passes(Duration.ofSeconds(20));
        stage.spawns("c");
        stage.exits("c", 0);
        assertThat(stage.condition("c")).isEqualTo("scheduled");
        assertThat(stage.task("c").health()).isEqualTo(Health.OK);
        assertThat(occasions()).extracting(RunOccasion::attempt).containsExactly(0, 1);
        assertThat(occasions()).extracting(RunOccasion::due).containsExactly(FIRST, FIRST);
    }

    @Test
    void aRunIsRepeatedNoMoreOftenThanTheRetryAllows() {
        stage.put(task(Overlap.SKIP, new Retry(2, Duration.ofSeconds(10)), null));
        stage.passes(MINUTE);
        for (int attempt = 0; attempt <= 2; attempt++) {
            stage.spawns("c");
            stage.exits("c", 1);
            stage.passes(Duration.ofSeconds(10));
        }
        assertThat(stage.spawned).hasSize(3);
        assertThat(stage.phase("c")).isEqualTo(Phase.FAILED);
        stage.passes(MINUTE);
        assertThat(stage.spawned).as("the next fire").hasSize(4);
        stage.spawns("c");
        stage.exits("c", 1);
        assertThat(stage.phase("c")).as("it has its own repetitions").isEqualTo(Phase.BACKING_OFF);
    }

    @Test
    void aFireTakesThePlaceOfAWaitingRepetitionUnlessItQueues() {
        stage.put(task(Overlap.SKIP, new Retry(3, Duration.ofSeconds(90)), null));
        stage.passes(MINUTE);
        stage.spawns("c");
        stage.exits("c", 1);
        stage.passes(MINUTE);
        assertThat(stage.spawned).hasSize(2);
        stage.spawns("c");
        assertThat(stage.task("c").occasion(0))
                .isEqualTo(
                        Occasion.fire(Occasion.Kind.FIRE, FIRST.plusSeconds(60)).of(0));

        stage.amend(task(new Overlap(Overlap.Kind.QUEUE, 3), new Retry(3, Duration.ofSeconds(90)), null));
        stage.exits("c", 1);
        stage.passes(MINUTE);
        assertThat(stage.spawned).hasSize(2);
        assertThat(stage.task("c").queue()).hasSize(1);
    }

    @Test
    void aRepetitionAndItsCountSurviveACrash() {
        stage.put(task(Overlap.SKIP, new Retry(1, Duration.ofSeconds(50)), null));
        stage.ask(run("x"));
        stage.spawns("c");
        stage.exits("c", 1);
        stage.passes(Duration.ofSeconds(20));
        Crash.of(stage);
        stage.passes(Duration.ofSeconds(29));
        assertThat(stage.spawned).hasSize(1);
        stage.passes(Duration.ofSeconds(1));
        assertThat(stage.spawned).hasSize(2);
        stage.spawns("c");
        assertThat(occasions()).last().extracting(RunOccasion::args).isEqualTo(List.of("x"));
        assertThat(occasions()).last().extracting(RunOccasion::attempt).isEqualTo(1);
        stage.exits("c", 1);
        assertThat(stage.phase("c")).isEqualTo(Phase.FAILED);
    }

    @Test
    void anEndThatNobodyWatchedIsNotRepeated() {
        stage.put(task(Overlap.SKIP, new Retry(3, Duration.ofSeconds(10)), null));
        stage.passes(MINUTE);
        stage.spawns("c");
        stage.alive.clear();
        Crash.of(stage);
        assertThat(stage.phase("c")).isEqualTo(Phase.FAILED);
    }

    @Test
    void aQueuedStartIsNotStartedAfterItsDeadline() {
        stage.put(task(new Overlap(Overlap.Kind.QUEUE, 5), Retry.NONE, Duration.ofSeconds(90)));
        stage.passes(MINUTE);
        stage.spawns("c");
        stage.passes(MINUTE.plusSeconds(89));
        assertThat(stage.task("c").queue()).hasSize(2);
        stage.passes(Duration.ofSeconds(2));
        assertThat(stage.task("c").queue()).hasSize(1);
        assertThat(noRuns())
                .containsExactly("skipped: it could not start before its deadline, since its last run was not over");
    }

    @Test
    void aStartThatWaitsForOtherTasksIsNotStartedAfterItsDeadline() {
        stage.runs(Stage.once("a"));
        TaskDefinition definition = task(Overlap.SKIP, Retry.NONE, Duration.ofSeconds(30));
        stage.put(new TaskDefinition(
                "c",
                TaskType.CRON,
                definition.command(),
                1,
                List.of("a"),
                definition.interval(),
                definition.cron(),
                definition.catchUp(),
                null,
                definition.ends(),
                definition.behaviour()));
        stage.passes(MINUTE);
        assertThat(stage.condition("c")).isEqualTo("waiting");
        stage.passes(Duration.ofSeconds(31));
        assertThat(stage.condition("c")).isEqualTo("scheduled");
        assertThat(noRuns())
                .containsExactly("skipped: it could not start before its deadline, since it waited for other tasks");
        stage.exits("a", 0);
        assertThat(stage.spawned).containsExactly("a:0");
    }

    @Test
    void aPausedTaskDoesNotFireAndRecordsWhatPassed() {
        stage.put(task(Overlap.SKIP));
        pause(true);
        assertThat(stage.condition("c")).isEqualTo("paused");
        assertThat(stage.task("c").nextFire()).isEmpty();
        stage.passes(MINUTE.multipliedBy(3));
        Crash.of(stage);
        assertThat(stage.condition("c")).isEqualTo("paused");
        stage.passes(MINUTE.multipliedBy(2));
        pause(false);
        assertThat(stage.spawned).isEmpty();
        assertThat(noRuns())
                .containsExactly("paused: its schedule was paused at that time, and at 4 later times, until"
                        + " 2026-01-01T00:05:00Z");
        assertThat(stage.task("c").lastMissed()).isEmpty();
        assertThat(stage.task("c").nextFire()).contains(FIRST.plusSeconds(300));
    }

    @Test
    void aPausedTaskRunsByRequestAndAPauseOfAPausedTaskChangesNothing() {
        stage.put(task(Overlap.SKIP));
        pause(true);
        long revision = stage.task("c").revision();
        assertThat(pause(true)).isEqualTo(Answer.Change.Kind.UNCHANGED);
        assertThat(stage.task("c").revision()).isEqualTo(revision);
        stage.ask(run("x"));
        stage.spawns("c");
        stage.exits("c", 0);
        assertThat(stage.condition("c")).isEqualTo("paused");
        assertThat(pause(false)).isEqualTo(Answer.Change.Kind.RESUMED);
        assertThat(stage.condition("c")).isEqualTo("scheduled");
    }

    @Test
    void whatWaitedBeforeThePauseStartsAfterIt() {
        running("queue(3)");
        stage.passes(MINUTE);
        pause(true);
        stage.exits("c", 0);
        assertThat(stage.spawned).hasSize(1);
        stage.ask(run("x"));
        assertThat(stage.spawned)
                .as("a request is no fire, but waits behind the queue")
                .hasSize(2);
        stage.spawns("c");
        stage.exits("c", 0);
        pause(false);
        assertThat(stage.spawned).hasSize(3);
    }

    @Test
    void aRunHasItsParametersAndTheNextOneHasNone() {
        stage.put(task(Overlap.SKIP));
        stage.ask(new Request.RunNow(
                Target.task("c"),
                new RunParameters(List.of("--full"), new Environment(Map.of("TOKEN", "secret"))),
                true));
        stage.spawns("c");
        assertThat(stage.task("c").occasion(0))
                .isEqualTo(new RunOccasion(
                        Occasion.Kind.REQUEST, FIRST.minusSeconds(60), 0, List.of("--full"), List.of("TOKEN")));
        stage.exits("c", 0);
        assertThat(stage.task("c").occasion(0)).isNull();
        assertThat(stage.store.audit).last().extracting(AuditRecord::detail).isEqualTo("1 argument; env TOKEN");
        assertThat(occasions().toString()).doesNotContain("secret");
    }

    @Test
    void anInstantFiresOnceAndTheTaskStaysListed() {
        stage.put(with(new At(FIRST.plusSeconds(5))));
        assertThat(stage.condition("c")).isEqualTo("scheduled");
        stage.passes(MINUTE.plusSeconds(5));
        stage.spawns("c");
        stage.exits("c", 0);
        assertThat(stage.condition("c")).isEqualTo("finished");
        stage.passes(Duration.ofDays(1));
        assertThat(stage.spawned).hasSize(1);
        assertThat(stage.task("c").nextFire()).isEmpty();
    }

    @Test
    void anInstantThatHasPassedIsRefusedForANewTask() {
        long put = stage.put(with(new At(FIRST.minusSeconds(60))));
        assertThat(stage.refusal(put).detail())
                .isEqualTo("at: 2026-01-01T00:00:00Z has passed; a new task takes a time to come");
        stage.isEmpty();
    }

    @Test
    void anInstantThatPassedWhileTheServiceWasDownIsCaughtUpOnce() {
        stage.put(with(new At(FIRST)));
        stage.now = FIRST.plusSeconds(600);
        Crash.of(stage);
        assertThat(stage.spawned).hasSize(1);
        stage.spawns("c");
        stage.exits("c", 0);
        Crash.of(stage);
        stage.passes(Duration.ofDays(1));
        assertThat(stage.spawned).hasSize(1);
    }

    @Test
    void aDefinitionWithAnotherZoneOrIntervalFiresAtItsTimes() {
        stage.put(with(CronPattern.parse("0 9 * * *")));
        assertThat(stage.task("c").nextFire()).contains(Instant.parse("2026-01-01T09:00:00Z"));
        TaskDefinition berlin = with(CronPattern.parse("0 9 * * *"));
        Schedule schedule = new Schedule(
                ZoneId.of("Europe/Berlin"),
                Duration.ZERO,
                Overlap.SKIP,
                null,
                Retry.NONE,
                berlin.behaviour().schedule().history());
        stage.amend(berlin.with(berlin.behaviour().with(schedule)));
        assertThat(stage.task("c").nextFire()).contains(Instant.parse("2026-01-01T08:00:00Z"));
        stage.amend(with(new Every(Duration.ofMinutes(15))));
        assertThat(stage.task("c").nextFire()).contains(Instant.parse("2026-01-01T00:15:00Z"));
    }

    @Test
    void aOnceTaskRunsNowWithParametersAndADaemonDoesNot() {
        stage.put(Stage.once("o"));
        stage.spawns("o");
        long again = stage.ask(new Request.RunNow(Target.task("o"), RunParameters.NONE, true));
        assertThat(stage.refusal(again).reason()).isEqualTo(Refusal.Reason.OVERLAPS);
        stage.exits("o", 0);
        stage.ask(new Request.RunNow(Target.task("o"), RunParameters.NONE, true));
        stage.spawns("o");
        assertThat(stage.condition("o")).isEqualTo("running");
        stage.put(Stage.daemon("d"));
        long daemon = stage.ask(new Request.RunNow(Target.task("d"), RunParameters.NONE, true));
        assertThat(stage.refusal(daemon).reason()).isEqualTo(Refusal.Reason.NOT_SCHEDULED);
    }

    private Answer.Change.Kind pause(boolean pauses) {
        long ticket = stage.ask(new Request.SwitchSchedule(Target.task("c"), pauses, true));
        return stage.answer(ticket).change().orElseThrow().kind();
    }

    private static Request run(String arg) {
        return new Request.RunNow(Target.task("c"), new RunParameters(List.of(arg), Environment.NONE), true);
    }

    private void running(String overlap) {
        stage.put(task(Overlap.parse(overlap).orElseThrow()));
        stage.passes(MINUTE);
        stage.spawns("c");
    }

    private static TaskDefinition task(Overlap overlap) {
        return task(overlap, Retry.NONE, null);
    }

    private static TaskDefinition task(Overlap overlap, Retry retry, @Nullable Duration deadline) {
        TaskDefinition plain = Stage.task("c", TaskType.CRON, overlap.slots() ? overlap.most() : 1);
        return plain.with(plain.behaviour()
                .with(Schedule.DEFAULT.with(overlap).with(retry).dueWithin(deadline)));
    }

    private static TaskDefinition with(Trigger trigger) {
        TaskDefinition plain = Stage.cron("c");
        return new TaskDefinition(
                "c",
                TaskType.CRON,
                plain.command(),
                1,
                List.of(),
                plain.interval(),
                trigger,
                CatchUp.DEFAULT,
                null,
                plain.ends(),
                plain.behaviour());
    }

    private List<RunOccasion> occasions() {
        return stage.store.runs.values().stream()
                .flatMap(run -> Stream.ofNullable(run.occasion()))
                .toList();
    }

    private List<String> noRuns() {
        return stage.recorded.stream()
                .flatMap(run -> Stream.ofNullable(run.end()))
                .map(End::cause)
                .filter(cause -> cause instanceof Cause.NoRun)
                .map(Cause::words)
                .toList();
    }
}
