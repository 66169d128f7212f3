package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.command.Command;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PutTest {
    private static final EndPolicy LIMITED =
            new EndPolicy(StopPlan.DEFAULT, Duration.ofSeconds(30), ExitStatuses.ZERO, LeaderExit.STOP_GROUP);

    private final Stage stage = new Stage();

    @Test
    void aPutOfANewTaskCreatesIt() {
        long put = stage.amend(task("a", TaskType.DAEMON, 2));
        stage.spawns("a:0");
        assertThat(stage.waits(put)).isTrue();
        stage.spawns("a:1");
        assertThat(kind(put)).isEqualTo(Kind.CREATED);
        assertThat(revision(put)).isEqualTo(stage.task("a").revision()).isPositive();
    }

    @Test
    void aPutThatGivesNoProcessLeavesNothing() {
        long put = stage.amend(once("a"));
        stage.refuses("a", "no");
        assertThat(stage.refusal(put)).isEqualTo(new Refusal(Refusal.Reason.START_FAILED, "no"));
        stage.isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ONCE", "DAEMON"})
    void ofACreationThatIsRefusedNothingIsAnnouncedThatIsToCome(TaskType type) {
        stage.amend(task("a", type, 2));
        stage.refuses("a:0", "no");
        stage.refuses("a:1", "no");
        stage.isEmpty();
        assertThat(stage.told(TaskEvent.ProcessNotStarted.class))
                .hasSize(2)
                .allSatisfy(news -> assertThat(news.next()).isEmpty());
        assertThat(stage.told(TaskEvent.HealthChanged.class)).isEmpty();
        stage.passes(Duration.ofHours(1));
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void ofACreationThatSucceedsInPartTheTroubleIsAnnounced() {
        stage.amend(task("a", TaskType.DAEMON, 2));
        stage.refuses("a:0", "no");
        assertThat(stage.told(TaskEvent.HealthChanged.class)).isEmpty();
        stage.spawns("a:1");
        assertThat(stage.told(TaskEvent.HealthChanged.class))
                .singleElement()
                .satisfies(news -> assertThat(news.now()).isEqualTo(Health.FAILING));
        stage.passes(Duration.ofSeconds(3));
        stage.refuses("a:0", "no");
        assertThat(stage.told(TaskEvent.ProcessNotStarted.class).get(1).next()).isPresent();
        assertThat(stage.told(TaskEvent.HealthChanged.class)).hasSize(1);
    }

    @Test
    void aTaskThatIsListedWhateverHappensAnnouncesItsNextStartAtOnce() {
        stage.ask(new Request.Put(task("a", TaskType.DAEMON, 1), Expected.ABSENT, false, true));
        stage.refuses("a", "no");
        assertThat(stage.told(TaskEvent.ProcessNotStarted.class).get(0).next()).isPresent();
        assertThat(stage.told(TaskEvent.HealthChanged.class)).hasSize(1);
    }

    @Test
    void aTaskThatWasChangedWhileItWasCreatedIsNotForgottenForFailing() {
        long first = stage.amend(once("a"));
        long second = stage.amend(task("a", TaskType.ONCE, 2));
        stage.refuses("a:0", "no");
        stage.refuses("a:1", "no");
        assertThat(stage.refusal(first).reason()).isEqualTo(Refusal.Reason.START_FAILED);
        assertThat(kind(second)).isEqualTo(Kind.CHANGED);
        assertThat(stage.answer(second).note()).isEqualTo("2 of 2 replicas could not be started: no");
        assertThat(stage.condition("a")).isEqualTo("failed");
    }

    @Test
    void aNewTaskThatIsNotToStartIsListedAsStoppedUntilSomebodyStartsIt() {
        for (TaskType type : TaskType.values()) {
            String name = type.word();
            long put = stage.ask(new Request.Put(task(name, type, 2), Expected.ABSENT, true, false));
            assertThat(kind(put)).isEqualTo(Kind.CREATED);
            assertThat(stage.condition(name)).isEqualTo("stopped");
            assertThat(stage.task(name).held()).isTrue();
        }
        stage.passes(Duration.ofHours(1));
        assertThat(stage.spawned).isEmpty();
        assertThat(stage.news).isEmpty();
        long start = stage.start("once");
        stage.spawns("once:0");
        stage.spawns("once:1");
        assertThat(kind(start)).isEqualTo(Kind.STARTED);
        stage.start("cron");
        assertThat(stage.condition("cron")).isEqualTo("scheduled");
    }

    @Test
    void aPutOfTheSameChangesNothing() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        long revision = stage.task("a").revision();
        long pid = stage.pid("a:0");
        long put = stage.amend(task("a", TaskType.DAEMON, 2));
        assertThat(kind(put)).isEqualTo(Kind.UNCHANGED);
        assertThat(revision(put)).isEqualTo(revision).isEqualTo(stage.task("a").revision());
        assertThat(stage.pid("a:0")).isEqualTo(pid);
        assertThat(stage.sent).isEmpty();
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void moreReplicasStartAndTheOthersKeepTheirProcesses() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        long put = stage.amend(task("a", TaskType.DAEMON, 4));
        assertThat(stage.spawned).containsExactly("a:0", "a:1", "a:2", "a:3");
        stage.spawns("a:3");
        assertThat(stage.waits(put)).isTrue();
        stage.spawns("a:2");
        assertThat(kind(put)).isEqualTo(Kind.CHANGED);
        assertThat(stage.sent).isEmpty();
        assertThat(stage.pid("a:0")).isEqualTo(1001);
        assertThat(stage.told(TaskEvent.TaskScaled.class)).containsExactly(new TaskEvent.TaskScaled("a", 2, 4));
        assertThat(stage.told(TaskEvent.TaskChanged.class)).isEmpty();
    }

    @Test
    void fewerReplicasStopAndForgetTheHighestOnes() {
        stage.runs(task("a", TaskType.DAEMON, 4));
        long put = stage.amend(task("a", TaskType.DAEMON, 2));
        assertThat(stage.sent).containsExactly("TERM a:2", "TERM a:3");
        assertThat(stage.condition("a")).isEqualTo("running");
        stage.exits("a:2", 0);
        assertThat(stage.task("a").replicas()).hasSize(4);
        assertThat(stage.waits(put)).isTrue();
        stage.exits("a:3", 0);
        assertThat(kind(put)).isEqualTo(Kind.CHANGED);
        assertThat(stage.task("a").replicas()).hasSize(2);
        assertThat(stage.pid("a:0")).isEqualTo(1001);
        assertThat(stage.pid("a:1")).isEqualTo(1002);
        stage.passes(Duration.ofHours(1));
        assertThat(stage.spawned).hasSize(4);
    }

    @Test
    void aSurplusReplicaThatIsWantedAgainStartsWhenItsOldProcessIsGone() {
        stage.runs(task("a", TaskType.DAEMON, 3));
        stage.amend(task("a", TaskType.DAEMON, 1));
        long put = stage.amend(task("a", TaskType.DAEMON, 2));
        stage.exits("a:1", 0);
        stage.exits("a:2", 0);
        stage.spawns("a:1");
        assertThat(kind(put)).isEqualTo(Kind.CHANGED);
        assertThat(stage.task("a").replicas()).hasSize(2);
        assertThat(stage.phase("a:1")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aSurplusReplicaThatBacksOffIsForgottenAtOnce() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        stage.exits("a:1", 1);
        assertThat(kind(stage.amend(daemon("a")))).isEqualTo(Kind.CHANGED);
        assertThat(stage.task("a").replicas()).hasSize(1);
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void anotherCommandRestartsWhatRunsAndWhatBacksOffButNotWhatHasEnded() {
        stage.runs(task("a", TaskType.ONCE, 2));
        stage.exits("a:1", 0);
        long put = stage.amend(commanded(task("a", TaskType.ONCE, 2), "other"));
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.exits("a:0", 0);
        stage.spawns("a:0");
        assertThat(kind(put)).isEqualTo(Kind.CHANGED);
        assertThat(stage.spawned).containsExactly("a:0", "a:1", "a:0");
        assertThat(stage.commands).last().hasToString("other");

        stage.runs(daemon("b"));
        stage.exits("b", 1);
        stage.amend(commanded(daemon("b"), "other"));
        assertThat(stage.spawning).containsKey(Stage.id("b"));
        assertThat(stage.told(TaskEvent.TaskChanged.class)).hasSize(2);
    }

    @Test
    void anotherCommandThatGivesNoProcessSaysSoAndStays() {
        stage.runs(once("a"));
        long put = stage.amend(commanded(once("a"), "wrong"));
        stage.exits("a", 0);
        stage.refuses("a", "no");
        assertThat(kind(put)).isEqualTo(Kind.CHANGED);
        assertThat(stage.answer(put).note()).isEqualTo("1 of 1 replicas could not be started: no");
        assertThat(stage.task("a").definition().command().text()).isEqualTo("wrong");
    }

    @Test
    void theRestTakesEffectWithoutARestart() {
        stage.runs(daemon("a"));
        TaskDefinition old = daemon("a");
        EndPolicy ends = new EndPolicy(
                new StopPlan(List.of(new StopPlan.Step(Signal.INT, null))),
                null,
                new ExitStatuses(Set.of(7), Set.of()),
                LeaderExit.WAIT);
        TaskDefinition changed = new TaskDefinition(
                "a", old.type(), old.command(), 1, List.of("other"), Interval.ofMillis(50), null, ends);
        assertThat(kind(stage.amend(changed))).isEqualTo(Kind.CHANGED);
        assertThat(stage.sent).isEmpty();
        stage.exits("a", 7);
        assertThat(stage.told(TaskEvent.ProcessExited.class)).singleElement().satisfies(news -> {
            assertThat(news.end().cause().success()).isTrue();
            assertThat(news.next()).contains(stage.now.plusMillis(50));
        });
        stage.passes(Duration.ofMillis(50));
        stage.spawns("a");
        stage.stop("a");
        assertThat(stage.sent).containsExactly("INT a:0");
    }

    @Test
    void aRunKeepsTheTimeLimitThatItBeganWith() {
        TaskDefinition limited = ended(once("a"), LIMITED);
        stage.runs(limited);
        stage.runs(once("b"));
        stage.amend(once("a"));
        stage.amend(ended(once("b"), LIMITED));
        stage.passes(Duration.ofSeconds(31));
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.exits("a", 0);
        stage.exits("b", 0);
        assertThat(stage.restless()).isEmpty();
    }

    @Test
    void aTaskThatBecomesACronTaskFiresAndOneThatNoLongerIsOneDoesNot() {
        stage.runs(once("a"));
        stage.exits("a", 0);
        stage.amend(cron("a"));
        assertThat(stage.task("a").nextFire()).contains(Instant.parse("2026-01-01T00:01:00Z"));
        assertThat(stage.spawning).isEmpty();
        TaskDefinition hourly = patterned(cron("a"), "0 * * * *");
        stage.amend(hourly);
        assertThat(stage.task("a").nextFire()).contains(Instant.parse("2026-01-01T01:00:00Z"));
        stage.amend(patterned(cron("a"), "0 0 31 2 *"));
        assertThat(stage.task("a").nextFire()).isEmpty();
        stage.amend(hourly);
        long put = stage.amend(daemon("a"));
        assertThat(stage.task("a").nextFire()).isEmpty();
        stage.spawns("a");
        assertThat(kind(put)).isEqualTo(Kind.CHANGED);
    }

    @Test
    void aDaemonThatBecomesACronTaskDoesNotComeBackByItself() {
        stage.runs(daemon("a"));
        stage.exits("a", 1);
        stage.amend(patterned(cron("a"), "0 0 1 6 *"));
        stage.passes(Duration.ofHours(1));
        assertThat(stage.spawned).hasSize(1);
    }

    @Test
    void otherDepsReleaseWhatWaits() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        stage.put(once("c", "b"));
        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.amend(once("b"));
        assertThat(stage.condition("b")).isEqualTo("starting");
    }

    @Test
    void aCircleIsRefused() {
        stage.runs(once("a"));
        stage.put(once("b", "a"));
        assertThat(stage.refusal(stage.amend(once("a", "b"))))
                .isEqualTo(new Refusal(
                        Refusal.Reason.INVALID_FIELD,
                        "deps: closes a cycle of tasks that wait for each other: a -> b -> a"));
        assertThat(stage.task("a").definition().deps()).isEmpty();
    }

    @Test
    void aTaskThatIsBeingRemovedIsNotChanged() {
        stage.runs(once("a"));
        stage.delete("a");
        assertThat(stage.refusal(stage.amend(task("a", TaskType.ONCE, 2))).reason())
                .isEqualTo(Refusal.Reason.EXISTS);
    }

    @Test
    void aPutIsRefusedWhileTheServiceEnds() {
        stage.drain();
        assertThat(stage.refusal(stage.amend(once("a"))).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
    }

    @ParameterizedTest
    @CsvSource({"-1", "1"})
    void anotherRevisionThanExpectedIsAConflict(long off) {
        stage.runs(once("a"));
        long revision = stage.task("a").revision();
        long put = stage.ask(new Request.Put(task("a", TaskType.ONCE, 2), new Expected.Revision(revision + off), true));
        assertThat(stage.refusal(put))
                .isEqualTo(new Refusal(
                        Refusal.Reason.CONFLICT,
                        "task 'a' has revision " + revision + ", not the expected one; read it again"));
        assertThat(stage.spawned).hasSize(1);
        stage.ask(new Request.Put(task("a", TaskType.ONCE, 2), new Expected.Revision(revision), true));
        assertThat(stage.spawned).hasSize(2);
    }

    @Test
    void whatIsExpectedOfATaskThatIsNotListedIsChecked() {
        for (Expected expected : List.of(new Expected.Revision(3), Expected.PRESENT)) {
            assertThat(refusal(expected))
                    .isEqualTo(new Refusal(Refusal.Reason.CONFLICT, "no task 'a' is listed, but one was expected"));
        }
        stage.isEmpty();
        stage.ask(new Request.Put(once("a"), Expected.ABSENT, true));
        stage.spawns("a");
        assertThat(refusal(Expected.ABSENT))
                .isEqualTo(new Refusal(Refusal.Reason.CONFLICT, "task 'a' is listed already"));
        stage.ask(new Request.Put(task("a", TaskType.ONCE, 2), Expected.PRESENT, true));
        assertThat(stage.spawned).hasSize(2);
    }

    private Refusal refusal(Expected expected) {
        return stage.refusal(stage.ask(new Request.Put(once("a"), expected, true)));
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskType.class,
            names = {"ONCE", "DAEMON"})
    void aChangedTaskThatIsStoppedStaysStopped(TaskType type) {
        stage.runs(task("a", type, 1));
        stage.stop("a");
        stage.exits("a", 0);
        assertThat(kind(stage.amend(commanded(task("a", type, 3), "other")))).isEqualTo(Kind.CHANGED);
        assertThat(stage.condition("a")).isEqualTo("stopped");
        assertThat(stage.spawned).hasSize(1);
        stage.start("a");
        assertThat(stage.spawning).hasSize(3);
    }

    @Test
    void exitsAndStartsByPolicyNeverChangeTheRevision() {
        stage.runs(daemon("a"));
        long revision = stage.task("a").revision();
        stage.exits("a", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a");
        assertThat(stage.task("a").revision()).isEqualTo(revision);
    }

    private Kind kind(long ticket) {
        return stage.answer(ticket).change().orElseThrow().kind();
    }

    private long revision(long ticket) {
        return stage.answer(ticket).change().orElseThrow().revision();
    }

    private static TaskDefinition commanded(TaskDefinition old, String line) {
        return new TaskDefinition(
                old.name(),
                old.type(),
                new Command(line, null, null),
                old.replicas(),
                old.deps(),
                old.interval(),
                old.cron(),
                old.ends());
    }

    private static TaskDefinition ended(TaskDefinition old, EndPolicy ends) {
        return new TaskDefinition(
                old.name(), old.type(), old.command(), old.replicas(), old.deps(), old.interval(), old.cron(), ends);
    }

    private static TaskDefinition patterned(TaskDefinition old, String pattern) {
        return new TaskDefinition(
                old.name(),
                old.type(),
                old.command(),
                old.replicas(),
                old.deps(),
                old.interval(),
                CronPattern.parse(pattern),
                old.ends());
    }
}
