package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.command.Command;
import io.meproc.task.exit.End;
import io.meproc.task.exit.EndPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Stage stage = new Stage();

    @Test
    void aCronTaskWhoseLastRunFailedIsFailedWhileItWaitsForItsNextFireAndUntilARunSucceeds() {
        stage.put(cron("report"));
        fires("report", 2);
        assertThat(stage.condition("report")).isEqualTo("scheduled");
        assertThat(health("report")).isEqualTo(Health.FAILED);
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("report");
        assertThat(health("report")).as("while the next one runs").isEqualTo(Health.FAILED);
        stage.exits("report", 0);
        assertThat(health("report")).isEqualTo(Health.OK);
        assertThat(changes("report")).containsExactly("ok > failed: code 2", "failed > ok");
    }

    @Test
    void aFailureThatIsRepeatedIsToldOnce() {
        stage.put(cron("report"));
        fires("report", 2);
        fires("report", 3);
        assertThat(changes("report")).containsExactly("ok > failed: code 2");
        assertThat(stage.task("report").trouble().map(End::cause).orElseThrow().words())
                .isEqualTo("code 3");
    }

    @Test
    void anOnceTaskFailsByItsCodeAndByAProgramThatCannotBeStarted() {
        stage.runs(task("two", TaskType.ONCE, 2));
        stage.exits("two:1", 0);
        assertThat(health("two")).isEqualTo(Health.OK);
        stage.exits("two:0", 1);
        assertThat(health("two")).isEqualTo(Health.FAILED);
        stage.runs(once("a"));
        stage.exits("a", 0);
        stage.start("a");
        stage.refuses("a", "no such program");
        assertThat(health("a")).isEqualTo(Health.FAILED);
        assertThat(changes("a")).containsExactly("ok > failed: not started: no such program");
    }

    @Test
    void aDaemonThatCrashesIsFailingAlsoWhileItRunsUntilItHasLasted() {
        stage.runs(daemon("web"));
        stage.passes(Duration.ofHours(1));
        stage.exits("web", 1);
        assertThat(health("web")).isEqualTo(Health.FAILING);
        for (int crash = 0; crash < 5; crash++) {
            stage.passes(Duration.ofSeconds(30));
            stage.spawns("web");
            stage.passes(Duration.ofMillis(9_999));
            assertThat(stage.condition("web")).isEqualTo("running");
            assertThat(health("web")).isEqualTo(Health.FAILING);
            stage.exits("web", 1);
        }
        stage.passes(Duration.ofSeconds(30));
        stage.spawns("web");
        stage.passes(Duration.ofSeconds(10));
        assertThat(health("web")).isEqualTo(Health.OK);
        assertThat(changes("web")).containsExactly("ok > failing: code 1", "failing > ok");
    }

    @Test
    void theHealthyTimeOfAnEarlierRunIsNothingToTheNextOne() {
        stage.runs(daemon("web"));
        stage.exits("web", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("web");
        stage.passes(Duration.ofSeconds(5));
        stage.exits("web", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("web");
        stage.passes(Duration.ofSeconds(9));
        assertThat(health("web")).as("14 s after the run before began").isEqualTo(Health.FAILING);
        stage.passes(Duration.ofSeconds(1));
        assertThat(health("web")).isEqualTo(Health.OK);
    }

    @Test
    void aDaemonWithATimeLimitRecoversToo() {
        TaskDefinition plain = daemon("web");
        EndPolicy ends = new EndPolicy(
                EndPolicy.DEFAULT.stop(),
                Duration.ofSeconds(20),
                EndPolicy.DEFAULT.success(),
                EndPolicy.DEFAULT.onLeaderExit());
        stage.runs(new TaskDefinition(
                "web", plain.type(), plain.command(), 1, List.of(), plain.interval(), plain.cron(), ends));
        stage.exits("web", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("web");
        stage.passes(Duration.ofSeconds(10));
        assertThat(health("web")).isEqualTo(Health.OK);
        stage.passes(Duration.ofSeconds(10));
        assertThat(stage.phase("web")).isEqualTo(Phase.TIMING_OUT);
    }

    @Test
    void aDaemonThatEndsWellNowAndThenIsOkAndOneThatEndsAtOnceAgainAndAgainIsFailing() {
        stage.runs(daemon("poll"));
        for (int end = 0; end < 3; end++) {
            stage.passes(Duration.ofSeconds(2));
            stage.exits("poll", 0);
            assertThat(health("poll")).isEqualTo(Health.OK);
            stage.passes(Duration.ofSeconds(3));
            stage.spawns("poll");
        }
        stage.exits("poll", 0);
        assertThat(health("poll")).isEqualTo(Health.OK);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("poll");
        stage.exits("poll", 0);
        assertThat(health("poll")).isEqualTo(Health.FAILING);
    }

    @Test
    void aDaemonWithAnIntervalOfItsOwnMayEndWellAtOnce() {
        TaskDefinition plain = daemon("poll");
        stage.runs(new TaskDefinition(
                "poll", plain.type(), plain.command(), 1, List.of(), Interval.ofMillis(500), null, plain.ends()));
        for (int end = 0; end < 5; end++) {
            stage.exits("poll", 0);
            assertThat(health("poll")).isEqualTo(Health.OK);
            stage.passes(Duration.ofMillis(500));
            stage.spawns("poll");
        }
    }

    @Test
    void aStopMakesNothingFailedAndEndsTheFailingOfADaemon() {
        stage.runs(once("a"));
        stage.stop("a");
        stage.exits("a", 143);
        assertThat(health("a")).isEqualTo(Health.OK);
        stage.runs(daemon("web"));
        stage.exits("web", 1);
        stage.stop("web");
        assertThat(stage.condition("web")).isEqualTo("stopped");
        assertThat(health("web")).isEqualTo(Health.OK);
    }

    @Test
    void aRestartByHandProvesNothing() {
        stage.runs(daemon("web"));
        stage.exits("web", 1);
        stage.post("web");
        stage.spawns("web");
        assertThat(health("web")).isEqualTo(Health.FAILING);
        stage.passes(Duration.ofSeconds(10));
        assertThat(health("web")).isEqualTo(Health.OK);
    }

    @Test
    void aFailedTaskStaysFailedAfterAStopAndIsOkAfterAReset() {
        stage.runs(once("a"));
        stage.exits("a", 1);
        stage.stop("a");
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(health("a")).isEqualTo(Health.FAILED);
        stage.ask(new Request.Reset(Target.task("a"), true));
        assertThat(health("a")).isEqualTo(Health.OK);
        assertThat(changes("a")).containsExactly("ok > failed: code 1", "failed > ok");
    }

    @Test
    void anotherDefinitionIsABeginningAndAnotherNumberOfReplicasIsNone() {
        stage.runs(once("a"));
        stage.exits("a", 1);
        stage.amend(once("a").with(2));
        assertThat(health("a")).isEqualTo(Health.FAILED);
        TaskDefinition plain = once("a").with(2);
        Command other = new Command("false", null, null);
        stage.amend(new TaskDefinition(
                "a", plain.type(), other, 2, List.of(), plain.interval(), plain.cron(), plain.ends()));
        assertThat(health("a")).isEqualTo(Health.OK);
    }

    @Test
    void aStartThatIsTriedAgainForWantOfResourcesIsFailingForEveryTypeAndLeavesNoFailure() {
        stage.put(once("a"));
        stage.lacks("a");
        assertThat(health("a")).isEqualTo(Health.FAILING);
        stage.passes(Duration.ofSeconds(1));
        assertThat(health("a")).isEqualTo(Health.FAILING);
        stage.spawns("a");
        assertThat(health("a")).isEqualTo(Health.OK);
    }

    @Test
    void oneReplicaOfManyThatCrashesMakesTheTaskFailing() {
        stage.runs(task("web", TaskType.DAEMON, 3));
        stage.exits("web:1", 1);
        assertThat(stage.condition("web")).isEqualTo("running");
        assertThat(health("web")).isEqualTo(Health.FAILING);
        assertThat(stage.task("web").replica(1).health(TaskType.DAEMON)).isEqualTo(Health.FAILING);
        assertThat(stage.task("web").replica(0).health(TaskType.DAEMON)).isEqualTo(Health.OK);
    }

    @Test
    void aRemovedTaskIsToldNothingOfAndLeavesNoAlarmThatMatters() {
        stage.runs(daemon("web"));
        stage.exits("web", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("web");
        stage.delete("web");
        stage.exits("web", 143);
        stage.isEmpty();
        stage.passes(Duration.ofSeconds(20));
        assertThat(changes("web")).containsExactly("ok > failing: code 1");
    }

    private void fires(String name, int code) {
        stage.passes(Duration.ofMinutes(1));
        stage.spawns(name);
        stage.exits(name, code);
    }

    private Health health(String name) {
        return stage.task(name).health();
    }

    private List<String> changes(String name) {
        return stage.told(TaskEvent.HealthChanged.class).stream()
                .filter(news -> news.task().equals(name))
                .map(news -> news.before().word() + " > " + news.now().word()
                        + news.end().map(end -> ": " + end.cause().words()).orElse(""))
                .toList();
    }
}
