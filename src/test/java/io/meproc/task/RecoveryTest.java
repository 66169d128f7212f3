package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Requester;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of tasks and runs when the service is killed and another one continues. */
class RecoveryTest {
    private final Stage stage = new Stage();

    @Test
    void aProcessThatLivesIsAdoptedWithItsRunAndItsEndIsTheOnlyOne() {
        stage.runs(Stage.daemon("a"));
        Run run = run("a");
        long pid = stage.pid("a");
        stage.passes(Duration.ofSeconds(60));

        Crash.of(stage);

        assertThat(run("a")).isEqualTo(run);
        assertThat(stage.pid("a")).isEqualTo(pid);
        assertThat(stage.phase("a")).isEqualTo(Phase.RUNNING);
        assertThat(stage.commits).as("changes that are kept again").isEmpty();
        stage.exits("a", 3);
        assertThat(last("a").cause()).isEqualTo(new Cause.Own(new ExitStatus.Exited(3), false));
        assertThat(last("a").run()).isEqualTo(run.incarnation());
        assertThat(last("a").lasted()).isEqualTo(Duration.ofSeconds(60));
        assertThat(stage.phase("a")).isEqualTo(Phase.BACKING_OFF);
    }

    @Test
    void aDaemonThatEndedUnwatchedIsJudgedByItsPolicyOnce() {
        stage.runs(Stage.daemon("a"));
        stage.passes(Duration.ofSeconds(60));
        stage.alive.clear();

        Crash.of(stage);

        assertThat(last("a").cause().words()).isEqualTo("unknown (it ended while nobody watched)");
        assertThat(stage.phase("a")).isEqualTo(Phase.BACKING_OFF);
        assertThat(stage.task("a").health()).isEqualTo(Health.FAILING);
        stage.passes(Duration.ofSeconds(3));
        assertThat(stage.spawned).containsExactly("a:0", "a:0");
    }

    @Test
    void aOnceTaskThatEndedUnwatchedIsFailedAndStaysSo() {
        stage.runs(Stage.once("a"));
        stage.alive.clear();

        Crash.of(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.FAILED);
        assertThat(stage.spawned).containsExactly("a:0");
    }

    @Test
    void theRestOfABackoffPassesAndTheCountersStay() {
        stage.runs(Stage.daemon("a"));
        stage.exits("a", 1);
        History before = stage.task("a").replica(0).history();
        stage.passes(Duration.ofSeconds(1));

        Crash.of(stage);

        assertThat(stage.task("a").replica(0).history()).isEqualTo(before);
        assertThat(stage.alarm("a")).isEqualTo(stage.now.plusSeconds(2));
        stage.passes(Duration.ofSeconds(2));
        assertThat(stage.spawned).containsExactly("a:0", "a:0");
    }

    @Test
    void theEndsWithinTheWindowOfALimitStillCount() {
        RestartLimit limit = new RestartLimit(2, Duration.ofMinutes(1));
        stage.runs(Stage.daemon("a").with(Behaviour.DEFAULT.with(RestartPolicy.DEFAULT.with(limit))));
        stage.exits("a", 1);
        Crash.of(stage);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a");
        stage.exits("a", 1);
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(stage.told(TaskEvent.RestartLimitReached.class)).hasSize(1);
    }

    @Test
    void aDaemonThatItsPolicyHasEndedStaysSoUntilTheMachineIsRestarted() {
        RestartPolicy onFailure = RestartPolicy.of(RestartMode.ON_FAILURE);
        stage.runs(Stage.daemon("a").with(Behaviour.DEFAULT.with(onFailure)));
        stage.exits("a", 0);
        Crash.of(stage);
        assertThat(stage.condition("a")).isEqualTo("finished");
        assertThat(stage.spawning).isEmpty();
        Crash.restartsTheMachine(stage);
        stage.spawns("a");
        assertThat(stage.condition("a")).isEqualTo("running");
    }

    @Test
    void aStartThatWasLostIsRepeatedWhereThePolicyRestartsFailures() {
        stage.runs(Stage.once("a").with(Behaviour.DEFAULT.with(RestartPolicy.of(RestartMode.ON_FAILURE))));
        stage.post("a");
        stage.exits("a", 143);
        assertThat(stage.spawning).hasSize(1);
        Crash.of(stage);
        assertThat(stage.condition("a")).isEqualTo("backing off");
    }

    @Test
    void theEndOfAStopThatTheServiceDidNotLiveToSeeNamesWhoRequestedIt() {
        stage.runs(Stage.daemon("a"));
        Requester ops = stage.requester;
        stage.stop("a");
        stage.requester = new Requester("", "192.0.2.8");

        Crash.of(stage);

        stage.exits("a", 0);
        assertThat(last("a").by()).isEqualTo(ops);
        assertThat(last("a").cause()).isInstanceOf(Cause.Stopped.class);
    }

    @Test
    void aStoppedTaskStaysStopped() {
        stage.runs(Stage.daemon("a"));
        stage.stop("a");
        stage.exits("a", 0);

        Crash.of(stage);

        assertThat(stage.condition("a")).isEqualTo("stopped");
        assertThat(stage.task("a").held()).isTrue();
    }

    @Test
    void anAcknowledgedStopIsCompleted() {
        stage.runs(Stage.daemon("a"));
        stage.ask(new Request.Stop(Target.task("a"), false));
        stage.sent.clear();

        Crash.of(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.STOPPING);
        assertThat(stage.sent).containsExactly("TERM a:0");
        stage.exits("a", 0);
        assertThat(stage.condition("a")).isEqualTo("stopped");
        assertThat(last("a").cause()).isInstanceOf(Cause.Stopped.class);
    }

    @Test
    void anAcknowledgedStopOfAProcessThatEndedUnwatchedIsAStop() {
        stage.runs(Stage.daemon("a"));
        stage.ask(new Request.Stop(Target.task("a"), false));
        stage.alive.clear();

        Crash.of(stage);

        assertThat(stage.condition("a")).isEqualTo("stopped");
        assertThat(last("a").cause()).isInstanceOf(Cause.Stopped.class);
        assertThat(stage.task("a").health()).isEqualTo(Health.OK);
    }

    @Test
    void anAcknowledgedRestartIsCompleted() {
        stage.runs(Stage.once("a"));
        stage.ask(new Request.Restart(Target.task("a"), false));

        Crash.of(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.STOPPING);
        stage.exits("a", 0);
        assertThat(stage.phase("a")).isEqualTo(Phase.STARTING);
    }

    @Test
    void anAcknowledgedRestartOfAProcessThatEndedUnwatchedStartsIt() {
        stage.runs(Stage.once("a"));
        stage.ask(new Request.Restart(Target.task("a"), false));
        stage.alive.clear();

        Crash.of(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.STARTING);
    }

    @Test
    void anAcknowledgedRemovalIsCompleted() {
        stage.runs(Stage.daemon("a"));
        stage.ask(new Request.Remove("a", false));

        Crash.of(stage);

        assertThat(stage.condition("a")).isEqualTo("stopping");
        stage.exits("a", 0);
        stage.isEmpty();
    }

    @Test
    void aRemovalOfWhatEndedUnwatchedLeavesNothing() {
        stage.runs(Stage.daemon("a"));
        stage.ask(new Request.Remove("a", false));
        stage.alive.clear();

        Crash.of(stage);

        stage.isEmpty();
    }

    @Test
    void aTaskThatWaitedForDependenciesGoesOnWaiting() {
        stage.runs(Stage.once("a"));
        stage.ask(new Request.Start(Stage.once("b", "a"), false));

        Crash.of(stage);

        assertThat(stage.condition("b")).isEqualTo("waiting");
        stage.exits("a", 0);
        assertThat(stage.phase("b")).isEqualTo(Phase.STARTING);
    }

    @Test
    void aStartOfAOnceTaskWithoutAProcessIsRecordedAsLostAndNotRepeated() {
        stage.put(Stage.once("a"));
        Run run = requireNonNull(stage.spawning.get(Stage.id("a")));

        Crash.of(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.FAILED);
        assertThat(stage.spawning).isEmpty();
        assertThat(last("a").run()).isEqualTo(run.incarnation());
        assertThat(last("a").cause().words()).contains("while the run was being started");
        assertThat(requireNonNull(stage.store.run(run.incarnation())).end()).isEqualTo(last("a"));
    }

    @Test
    void aStartOfADaemonWithoutAProcessIsRepeated() {
        stage.put(Stage.daemon("a"));

        Crash.of(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.STARTING);
    }

    @Test
    void aProcessThatNoRecordNamesIsAdopted() {
        stage.put(Stage.once("a"));
        Run run = requireNonNull(stage.spawning.get(Stage.id("a")));
        stage.live(run);

        Crash.of(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.RUNNING);
        assertThat(run("a")).isEqualTo(run);
        stage.exits("a", 0);
        assertThat(stage.phase("a")).isEqualTo(Phase.FINISHED);
    }

    @Test
    void aRestartedMachineStartsDaemonsAtOnceAndRecordsOtherRunsAsLost() {
        stage.runs(Stage.daemon("a")).runs(Stage.once("b"));
        stage.passes(Duration.ofMinutes(1));

        Crash.restartsTheMachine(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.STARTING);
        assertThat(last("a").cause().words()).isEqualTo("unknown (the machine was restarted)");
        assertThat(stage.task("a").health()).isEqualTo(Health.OK);
        assertThat(stage.phase("b")).isEqualTo(Phase.FAILED);
    }

    @Test
    void aRestartedMachineStartsInTheOrderOfTheDependencies() {
        stage.runs(Stage.daemon("b", "a"));
        stage.put(Stage.daemon("a"));
        stage.spawns("a");

        Crash.restartsTheMachine(stage);

        assertThat(stage.phase("a")).isEqualTo(Phase.STARTING);
        assertThat(stage.condition("b")).isEqualTo("waiting");
    }

    @Test
    void aProcessThatIsNotProvenIsNeitherSignalledNorStartedASecondTime() {
        stage.runs(Stage.daemon("a"));
        stage.sent.clear();

        Crash.of(stage, run("a"));

        assertThat(stage.sent).isEmpty();
        assertThat(last("a").cause().words()).contains("may be its process: it has no mark");
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a");
        assertThat(stage.phase("a")).isEqualTo(Phase.BACKING_OFF);
        assertThat(stage.alive).isEmpty();
        stage.occupied.clear();
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("a");
        assertThat(stage.phase("a")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aProcessThatAnOperatorAdoptsIsTheRunOfItsReplicaAgain() {
        stage.runs(Stage.daemon("a"));
        Run run = run("a");
        long pid = stage.pid("a");
        Crash.of(stage, run);
        assertThat(stage.phase("a")).isEqualTo(Phase.BACKING_OFF);

        long ticket = stage.ask(new Request.DecideLeftover(Target.replica("a", 0), pid, LeftoverDecision.ADOPT));

        assertThat(stage.answer(ticket)).isEqualTo(Answer.DONE);
        assertThat(stage.phase("a")).isEqualTo(Phase.RUNNING);
        assertThat(requireNonNull(stage.store.run(run.incarnation())).end()).isNull();
        stage.exits("a", 3);
        assertThat(last("a").cause()).isEqualTo(new Cause.Own(new ExitStatus.Exited(3), false));
    }

    @Test
    void aStartThatWasDueWhenTheServiceShutDownIsDueStill() {
        stage.runs(Stage.once("a"));
        stage.ask(new Request.Start(Stage.once("b", "a"), false));
        stage.runs(Stage.once("c"));
        stage.ask(new Request.Restart(Target.task("c"), false));
        stage.runs(Stage.daemon("d"));
        stage.drain();
        stage.exits("a", 0);
        stage.exits("c", 0);
        stage.exits("d", 0);
        assertThat(stage.spawning).isEmpty();

        Crash.of(stage);

        assertThat(stage.spawning.keySet()).containsExactlyInAnyOrder(Stage.id("b"), Stage.id("c"), Stage.id("d"));
        assertThat(stage.phase("a")).isEqualTo(Phase.STOPPED);
    }

    @Test
    void theTimeLimitOfARunCountsFromItsStart() {
        TaskDefinition plain = Stage.once("a");
        TaskDefinition limited = new TaskDefinition(
                "a",
                plain.type(),
                plain.command(),
                1,
                plain.deps(),
                plain.interval(),
                null,
                new EndPolicy(
                        plain.ends().stop(),
                        Duration.ofSeconds(30),
                        plain.ends().success(),
                        plain.ends().onLeaderExit()));
        stage.runs(limited);
        stage.passes(Duration.ofSeconds(20));

        Crash.of(stage);

        assertThat(stage.alarm("a")).isEqualTo(stage.now.plusSeconds(10));
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.phase("a")).isEqualTo(Phase.TIMING_OUT);
    }

    @Test
    void aClockThatWasSetBackMeanwhileMakesNoRunBeginInTheFuture() {
        stage.runs(Stage.daemon("a")).runs(Stage.once("b"));
        stage.alive.remove(Stage.id("b"));
        stage.now = stage.now.minus(Duration.ofHours(1));

        Crash.of(stage);

        assertThat(stage.task("a").replica(0).since()).isEqualTo(stage.now);
        assertThat(last("b").lasted()).isZero();
    }

    @Test
    void numbersOfRunsAndRevisionsGoOn() {
        stage.runs(Stage.daemon("a"));
        long revision = stage.task("a").revision();
        Run run = run("a");

        Crash.of(stage);
        stage.amend(Stage.daemon("a").with(2));

        assertThat(stage.task("a").revision()).isGreaterThan(revision);
        stage.spawns("a:1");
        assertThat(run("a:1").incarnation()).isGreaterThan(run.incarnation());
    }

    private Run run(String alias) {
        return requireNonNull(stage.task(Stage.id(alias).task())
                .replica(Stage.id(alias).index())
                .run());
    }

    private End last(String alias) {
        return requireNonNull(stage.task(Stage.id(alias).task())
                .replica(Stage.id(alias).index())
                .history()
                .last());
    }
}
