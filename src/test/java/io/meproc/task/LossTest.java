package io.meproc.task;

import static io.meproc.task.ConditionTest.condition;
import static io.meproc.task.ConditionTest.needing;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.condition.Condition.Kind;
import io.meproc.task.condition.Need;
import io.meproc.task.condition.Need.OnLoss;
import io.meproc.task.condition.Need.OnTimeout;
import io.meproc.task.condition.Requirement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {
    private Stage stage = new Stage();

    private static Need ready(String task, OnLoss then) {
        return new Need(condition(task, Kind.READY), null, OnTimeout.FAIL, then);
    }

    private void appAndDb(OnLoss then) {
        stage.runs(daemon("db"));
        stage.runs(needing(daemon("app"), ready("db", then)));
    }

    @Test
    void whatMayBeLostChangesNothing() {
        appAndDb(OnLoss.NOTHING);
        stage.exits("db", 1);
        assertThat(stage.phase("app")).isEqualTo(Phase.RUNNING);
        assertThat(stage.told(TaskEvent.NeedLost.class)).isEmpty();
    }

    @Test
    void aTaskIsStoppedWithoutItsDependencyAndStartsWithIt() {
        appAndDb(OnLoss.STOP);
        stage.exits("db", 1);
        assertThat(stage.sent).containsExactly("TERM app:0");
        assertThat(stage.told(TaskEvent.NeedLost.class))
                .containsExactly(new TaskEvent.NeedLost("app", "db to be ready", OnLoss.STOP));
        stage.exits("app", 0);
        assertThat(stage.condition("app")).isEqualTo("waiting");
        assertThat(stage.task("app").health()).as("it was stopped by us").isEqualTo(Health.OK);
        stage.passes(Duration.ofSeconds(3));
        assertThat(stage.condition("app")).isEqualTo("waiting");
        stage.spawns("db");
        assertThat(stage.condition("app")).isEqualTo("starting");
    }

    @Test
    void aDependencyThatReturnsWhileTheTaskEndsStartsItAfterItsEnd() {
        appAndDb(OnLoss.STOP);
        stage.exits("db", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("db");
        assertThat(stage.phase("app")).isEqualTo(Phase.STOPPING);
        stage.exits("app", 0);
        assertThat(stage.phase("app")).isEqualTo(Phase.STARTING);
    }

    @Test
    void aTaskRunsOnAndIsRestartedWhenItsDependencyIsBack() {
        appAndDb(OnLoss.RESTART);
        stage.exits("db", 1);
        assertThat(stage.phase("app")).isEqualTo(Phase.RUNNING);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("db");
        assertThat(stage.sent).containsExactly("TERM app:0");
        stage.exits("app", 0);
        stage.spawns("app");
        stage.passes(Duration.ofSeconds(60));
        assertThat(stage.phase("app")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aRestartThatIsOwedSurvivesARestartOfTheService() {
        appAndDb(OnLoss.RESTART);
        stage.exits("db", 1);
        Run app = requireNonNull(stage.alive.get(Stage.id("app")));
        stage = crashed(app);
        assertThat(stage.phase("app")).isEqualTo(Phase.RUNNING);
        stage.passes(Duration.ofSeconds(5));
        stage.spawns("db");
        assertThat(stage.sent).containsExactly("TERM app:0");
    }

    @Test
    void aLossWhileNoServiceRunsHasItsConsequence() {
        appAndDb(OnLoss.STOP);
        Run app = requireNonNull(stage.alive.get(Stage.id("app")));
        stage = crashed(app);
        assertThat(stage.sent).containsExactly("TERM app:0");
        stage.exits("app", 0);
        stage.passes(Duration.ofSeconds(5));
        stage.spawns("db");
        assertThat(stage.condition("app")).isEqualTo("starting");
    }

    @Test
    void oneOfAGroupMayBeLostWhileAnotherIsLeft() {
        stage.runs(daemon("db1"));
        stage.runs(daemon("db2"));
        Requirement either = new Requirement.Any(List.of(condition("db1", Kind.READY), condition("db2", Kind.READY)));
        stage.runs(needing(daemon("app"), new Need(either, null, OnTimeout.FAIL, OnLoss.STOP)));
        stage.exits("db1", 1);
        assertThat(stage.sent).isEmpty();
        stage.exits("db2", 1);
        assertThat(stage.sent).containsExactly("TERM app:0");
    }

    @Test
    void aTaskThatMustNotRunBesideAnotherIsStoppedForIt() {
        Need alone = new Need(condition("backup", Kind.NOT_RUNNING), null, OnTimeout.FAIL, OnLoss.STOP);
        stage.runs(needing(daemon("compactor"), alone));
        stage.put(once("backup"));
        assertThat(stage.sent).containsExactly("TERM compactor:0");
        stage.exits("compactor", 0);
        stage.spawns("backup");
        stage.exits("backup", 0);
        assertThat(stage.condition("compactor")).isEqualTo("starting");
    }

    @Test
    void aTaskThatWasStoppedByRequestStaysStopped() {
        appAndDb(OnLoss.STOP);
        stage.stop("app");
        stage.exits("app", 0);
        stage.exits("db", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("db");
        assertThat(stage.condition("app")).isEqualTo("stopped");
    }

    @Test
    void theDependentEndsBeforeADependencyThatIsStoppedByRequest() {
        appAndDb(OnLoss.STOP);
        long stop = stage.stop("db");
        assertThat(stage.sent).containsExactly("TERM app:0");
        assertThat(stage.condition("db")).isEqualTo("stopping");
        assertThat(stage.table.stoppedBefore(stage.task("db"))).containsExactly("app");
        assertThat(stage.waits(stop)).isTrue();
        stage.exits("app", 0);
        assertThat(stage.sent).containsExactly("TERM app:0", "TERM db:0");
        stage.exits("db", 0);
        assertThat(stage.answer(stop).refusal()).isEmpty();
        assertThat(List.of(stage.condition("app"), stage.condition("db"))).containsExactly("waiting", "stopped");
    }

    @Test
    void stopsOfSeveralTasksAreCarriedOutInReverseOrderOfTheirDependencies() {
        appAndDb(OnLoss.NOTHING);
        stage.stop("app");
        long stop = stage.stop("db");
        assertThat(stage.sent).containsExactly("TERM app:0");
        stage.exits("app", 0);
        assertThat(stage.sent).containsExactly("TERM app:0", "TERM db:0");
        stage.exits("db", 0);
        assertThat(stage.waits(stop)).isFalse();
    }

    @Test
    void restartsOfSeveralTasksStopInReverseOrderAndStartInOrder() {
        appAndDb(OnLoss.NOTHING);
        stage.post("app");
        long restart = stage.post("db");
        stage.exits("app", 0);
        assertThat(stage.condition("app")).as("db is to be stopped").isEqualTo("waiting");
        assertThat(stage.sent).containsExactly("TERM app:0", "TERM db:0");
        stage.exits("db", 0);
        stage.spawns("db");
        assertThat(stage.waits(restart)).isFalse();
        assertThat(stage.spawned).containsExactly("db:0", "app:0", "db:0", "app:0");
    }

    @Test
    void aRemovalEndsTheDependentFirstAndThenForgetsTheTask() {
        appAndDb(OnLoss.STOP);
        long delete = stage.delete("db");
        assertThat(stage.sent).containsExactly("TERM app:0");
        stage.exits("app", 0);
        stage.exits("db", 0);
        assertThat(stage.answer(delete)).isEqualTo(Answer.DONE);
        assertThat(stage.table.find("db")).isEmpty();
        assertThat(stage.condition("app")).isEqualTo("waiting");
    }

    @Test
    void aShutdownEndsLevelByLevelAndALevelInParallel() {
        stage.runs(daemon("db"));
        stage.runs(needing(daemon("app1"), ready("db", OnLoss.NOTHING)));
        stage.runs(needing(daemon("app2"), ready("db", OnLoss.NOTHING)));
        stage.runs(needing(daemon("web"), ready("app1", OnLoss.NOTHING)));
        stage.drain();
        assertThat(stage.sent).containsExactly("TERM app2:0", "TERM web:0");
        stage.exits("web", 0);
        stage.exits("app2", 0);
        assertThat(stage.sent).containsExactly("TERM app2:0", "TERM web:0", "TERM app1:0");
        stage.exits("app1", 0);
        stage.exits("db", 0);
        assertThat(stage.table.live()).isZero();
        assertThat(stage.sent).containsExactly("TERM app2:0", "TERM web:0", "TERM app1:0", "TERM db:0");
    }

    @Test
    void aShutdownDoesNotWaitForWhatSurvivesSigkill() {
        appAndDb(OnLoss.NOTHING);
        stage.drain();
        stage.passes(Duration.ofSeconds(15));
        stage.survives("app");
        assertThat(stage.phase("app")).isEqualTo(Phase.STUCK);
        assertThat(stage.sent).containsExactly("TERM app:0", "KILL app:0", "TERM db:0");
    }

    @Test
    void aSecondSignalEndsEverythingAtOnce() {
        appAndDb(OnLoss.NOTHING);
        stage.drain();
        stage.killNow();
        assertThat(stage.sent).contains("KILL app:0", "KILL db:0");
    }

    @Test
    void theLongestOrderOfStopsBoundsAShutdown() {
        appAndDb(OnLoss.NOTHING);
        stage.runs(daemon("other"));
        assertThat(stage.table.stopLength()).isEqualTo(Duration.ofSeconds(40));
    }

    private Stage crashed(Run app) {
        Stage next = new Stage();
        next.now = stage.now;
        next.store = stage.store;
        next.committed = 0;
        next.alive.put(app.replica(), app);
        Adoption.Adopted adopted = new Adoption.Adopted(app, stage.pid("app"), 0, stage.now, 0);
        next.on(new Event.Recovered(
                stage.store.stored(true), new Adoption(List.of(adopted), List.of(), List.of()), stage.now));
        return next;
    }
}
