package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Condition.Kind;
import io.meproc.task.condition.Need;
import io.meproc.task.condition.Need.OnLoss;
import io.meproc.task.condition.Need.OnTimeout;
import io.meproc.task.condition.Needs;
import io.meproc.task.condition.Requirement;
import io.meproc.task.condition.Subject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Stage stage = new Stage();

    static Condition condition(String subject, Kind kind) {
        return new Condition(Subject.parse(subject).orElseThrow(), kind);
    }

    static TaskDefinition needing(TaskDefinition definition, Need... needs) {
        return definition.with(definition.behaviour().with(new Needs(Arrays.asList(needs))));
    }

    static TaskDefinition needing(TaskDefinition definition, String subject, Kind kind) {
        return needing(definition, new Need(condition(subject, kind)));
    }

    private static Need within(Duration timeout, OnTimeout then) {
        return new Need(condition("db", Kind.READY), timeout, then, OnLoss.NOTHING);
    }

    @Test
    void aTaskStartsWhenItsDependencyIsUpAndNotBefore() {
        stage.put(needing(daemon("app"), "db", Kind.READY));
        assertThat(stage.condition("app")).isEqualTo("waiting");
        assertThat(stage.told(TaskEvent.TaskWaits.class))
                .containsExactly(new TaskEvent.TaskWaits("app", List.of("db to be ready")));
        assertThat(stage.table.unmet(stage.task("app")).get(0).states()).containsExactly("db is not listed");
        stage.put(daemon("db"));
        assertThat(stage.condition("app")).isEqualTo("waiting");
        stage.spawns("db");
        assertThat(stage.spawned).containsExactly("db:0", "app:0");
    }

    @Test
    void aTaskAfterASuccessWaitsThroughAFailureAndAStop() {
        stage.runs(once("migrate"));
        stage.put(needing(daemon("app"), "migrate", Kind.SUCCEEDED));
        stage.exits("migrate", 1);
        assertThat(stage.condition("app")).isEqualTo("waiting");
        stage.start("migrate");
        stage.spawns("migrate");
        stage.stop("migrate");
        stage.exits("migrate", 0);
        assertThat(stage.condition("app")).as("a stop is no success").isEqualTo("waiting");
        stage.start("migrate");
        stage.spawns("migrate");
        stage.exits("migrate", 0);
        assertThat(stage.condition("app")).isEqualTo("starting");
    }

    @Test
    void anOldSuccessCountsUnlessItMustBeFresh() {
        stage.runs(once("backup"));
        stage.exits("backup", 0);
        stage.passes(Duration.ofDays(7));
        Condition fresh = new Condition(Subject.task("backup"), Kind.SUCCEEDED, Duration.ofDays(1));
        stage.put(needing(once("old"), "backup", Kind.SUCCEEDED));
        stage.put(needing(once("fresh"), new Need(fresh)));
        assertThat(stage.condition("old")).isEqualTo("starting");
        assertThat(stage.condition("fresh")).isEqualTo("waiting");
        stage.start("backup");
        stage.spawns("backup");
        assertThat(stage.condition("fresh")).isEqualTo("waiting");
        stage.exits("backup", 0);
        assertThat(stage.condition("fresh")).isEqualTo("starting");
    }

    @Test
    void aStartThatWaitedForTooLongFailsAndTheTaskStaysListed() {
        stage.put(needing(daemon("app"), within(Duration.ofSeconds(30), OnTimeout.FAIL)));
        stage.passes(Duration.ofSeconds(29));
        assertThat(stage.condition("app")).isEqualTo("waiting");
        stage.passes(Duration.ofSeconds(2));
        assertThat(stage.condition("app")).isEqualTo("failed");
        assertThat(stage.told(TaskEvent.NeedOverdue.class))
                .containsExactly(
                        new TaskEvent.NeedOverdue("app", "db to be ready", Duration.ofSeconds(30), OnTimeout.FAIL));
        assertThat(stage.task("app").replica(0).history().failure())
                .extracting(failure -> failure.words())
                .isEqualTo("waited 30.0 s for db to be ready");
        stage.runs(daemon("db"));
        assertThat(stage.condition("app")).as("it was given up").isEqualTo("failed");
        stage.start("app");
        assertThat(stage.condition("app")).isEqualTo("starting");
    }

    @Test
    void aStartThatWaitedForTooLongCanGoOnWithoutOrWaitOn() {
        stage.put(needing(once("bold"), within(Duration.ofSeconds(30), OnTimeout.START)));
        stage.put(needing(once("patient"), within(Duration.ofSeconds(30), OnTimeout.WAIT)));
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.condition("bold")).isEqualTo("starting");
        assertThat(stage.condition("patient")).isEqualTo("waiting");
        assertThat(stage.told(TaskEvent.NeedOverdue.class)).hasSize(2);
        stage.runs(daemon("db"));
        assertThat(stage.condition("patient")).isEqualTo("starting");
    }

    @Test
    void theTimeLimitIsGoneAfterTheStart() {
        stage.put(needing(once("app"), within(Duration.ofSeconds(30), OnTimeout.FAIL)));
        stage.runs(daemon("db"));
        assertThat(stage.armed(TaskAlarm.NEED_OVERDUE)).isEmpty();
        assertThat(stage.condition("app")).isEqualTo("starting");
    }

    @Test
    void aRestartByPolicyWaitsToo() {
        stage.runs(daemon("db"));
        stage.runs(needing(daemon("app"), "db", Kind.READY));
        stage.exits("db", 1);
        stage.exits("app", 1);
        stage.passes(Duration.ofSeconds(2));
        assertThat(stage.condition("app")).isEqualTo("backing off");
        stage.passes(Duration.ofSeconds(2));
        assertThat(stage.condition("app")).isEqualTo("waiting");
        assertThat(stage.task("app").replica(0).history().restarts()).isZero();
        stage.spawns("db");
        assertThat(stage.phase("app")).isEqualTo(Phase.RESTARTING);
        assertThat(stage.task("app").replica(0).history().restarts()).isOne();
    }

    @Test
    void oneOfSeveralIsEnoughInAGroup() {
        Need group = new Need(new Requirement.Any(List.of(
                condition("db1", Kind.READY),
                new Requirement.All(List.of(condition("db2", Kind.READY), condition("cache", Kind.STARTED))))));
        stage.put(needing(once("app"), group));
        assertThat(stage.told(TaskEvent.TaskWaits.class).get(0).blockers())
                .containsExactly("db1 to be ready or (db2 to be ready and cache to be started)");
        stage.runs(daemon("db2"));
        assertThat(stage.condition("app")).isEqualTo("waiting");
        stage.runs(daemon("cache"));
        assertThat(stage.condition("app")).isEqualTo("starting");
    }

    @Test
    void theTaskAsAWholeOneReplicaAndEveryReplicaDiffer() {
        stage.put(Stage.task("db", TaskType.DAEMON, 3));
        stage.put(needing(once("any"), "db", Kind.READY));
        stage.put(needing(once("second"), "db:1", Kind.READY));
        stage.put(needing(once("every"), "db:*", Kind.READY));
        stage.put(needing(once("none"), "db:3", Kind.READY));
        stage.spawns("db:0");
        assertThat(List.of(stage.condition("any"), stage.condition("second"), stage.condition("every")))
                .containsExactly("starting", "waiting", "waiting");
        stage.spawns("db:1");
        assertThat(List.of(stage.condition("second"), stage.condition("every"))).containsExactly("starting", "waiting");
        stage.spawns("db:2");
        assertThat(List.of(stage.condition("every"), stage.condition("none"))).containsExactly("starting", "waiting");
        assertThat(stage.table.unmet(stage.task("none")).get(0).states()).containsExactly("db has no replica 3");
    }

    @Test
    void aCircleThroughConditionsIsRefusedWithItsPathAtEitherSide() {
        stage.put(needing(once("a"), "b", Kind.FAILED));
        stage.put(once("c", "a"));
        assertThat(stage.refusal(stage.put(needing(once("b"), "c", Kind.COMPLETED)))
                        .detail())
                .isEqualTo("deps: closes a cycle of tasks that wait for each other: b -> c -> a -> b");
        stage.runs(once("b"));
        assertThat(stage.refusal(stage.amend(needing(once("b"), "c", Kind.READY)))
                        .detail())
                .endsWith("b -> c -> a -> b");
        assertThat(stage.refusal(stage.put(needing(once("x"), "x:*", Kind.STARTED)))
                        .detail())
                .endsWith("x -> x");
    }
}
