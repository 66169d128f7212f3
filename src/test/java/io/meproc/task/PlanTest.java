package io.meproc.task;

import static io.meproc.task.ConditionTest.condition;
import static io.meproc.task.ConditionTest.needing;
import static io.meproc.task.Stage.daemon;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.condition.Condition.Kind;
import io.meproc.task.condition.Need;
import io.meproc.task.condition.Need.OnLoss;
import io.meproc.task.condition.Need.OnTimeout;
import io.meproc.task.exit.Requester;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private final Stage stage = new Stage();

    private Plan plan(Request... requests) {
        TaskTable before = stage.table;
        Plan plan = Plan.of(
                stage.table,
                Stream.of(requests)
                        .map(request -> new SentRequest(request, Requester.SERVICE))
                        .toList(),
                stage.now);
        assertThat(stage.table).isSameAs(before);
        return plan;
    }

    private static Request put(TaskDefinition definition) {
        return new Request.Put(definition, Expected.ANY, false);
    }

    @Test
    void aPlanNamesWhoStartsAndWhoWaitsForWhat() {
        Plan plan = plan(put(daemon("db")), put(needing(daemon("app"), "db", Kind.READY)));
        assertThat(plan.tasks()).extracting(PlannedTask::task).containsExactly("db", "app");
        assertThat(plan.tasks()).extracting(PlannedTask::action).containsExactly("start", "wait");
        assertThat(plan.tasks().get(1).waitsFor()).containsExactly("db to be ready (db is starting)");
        assertThat(plan.answers()).allMatch(answer -> answer.refusal().isEmpty());
    }

    @Test
    void aPlanNamesWhoIsStoppedBesideTheRequestAndInWhichOrder() {
        stage.runs(daemon("db"));
        stage.runs(needing(daemon("app"), new Need(condition("db", Kind.READY), null, OnTimeout.FAIL, OnLoss.STOP)));
        Plan plan = plan(new Request.Stop(Target.task("db"), false));
        assertThat(plan.tasks()).extracting(PlannedTask::task).containsExactly("db", "app");
        assertThat(plan.tasks()).extracting(PlannedTask::action).containsExactly("stop", "restart");
        assertThat(plan.tasks().get(0).after()).containsExactly("app");
        assertThat(plan.tasks().get(1).reasons()).containsExactly("is stopped, and waits for db to be ready");
    }

    @Test
    void aRefusedRequestIsAnsweredAndTheOthersArePlanned() {
        stage.runs(daemon("db"));
        Plan plan = plan(
                new Request.Restart(Target.task("nobody"), false),
                new Request.Restart(Target.task("db"), false),
                put(needing(daemon("db"), "db", Kind.READY)));
        assertThat(plan.answers())
                .extracting(answer -> answer.refusal().map(Refusal::reason).orElse(null))
                .containsExactly(Refusal.Reason.UNKNOWN_TASK, null, Refusal.Reason.INVALID_FIELD);
        assertThat(plan.tasks()).extracting(PlannedTask::action).isEqualTo(List.of("restart"));
    }

    @Test
    void aStartThatWaitsForACommitIsPlannedToo() {
        stage.storing = true;
        Plan plan = plan(put(Stage.once("job")), new Request.Remove("job", false));
        assertThat(plan.tasks()).extracting(PlannedTask::definition).isEqualTo(List.of());
        assertThat(plan(put(Stage.once("job"))).tasks())
                .extracting(PlannedTask::action)
                .containsExactly("start");
    }
}
