package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.id;
import static io.meproc.task.Stage.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders and reports that are lost between the supervisor and the process side. */
class InventoryTest {
    private final Stage stage = new Stage();

    @Test
    void nothingIsLostWhileBothSidesAgree() {
        stage.runs(daemon("web"));
        stage.put(once("job"));
        stage.inventory();
        stage.inventory();
        assertThat(stage.lost).isEmpty();
        assertThat(stage.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(stage.phase("job")).isEqualTo(Phase.STARTING);
    }

    @Test
    void aRunWhoseEndWasNotReportedEndsWithAnUnknownStatusAndADaemonIsStartedAgain() {
        stage.runs(daemon("web"));
        stage.alive.remove(id("web"));
        Event.Inventory inventory = new Event.Inventory(List.of(), List.of(), stage.table.incarnations(), stage.now);
        Next once = stage.table.on(inventory);
        assertThat(once.effects()).isEmpty();
        Next twice = once.table().on(inventory);
        stage.table = once.table();
        stage.on(inventory);
        assertThat(twice.effects()).isNotEmpty();
        assertThat(stage.lost).hasSize(1);
        assertThat(stage.task("web").replica(0).history().last())
                .satisfies(end -> assertThat(end.cause().words()).contains("its end was not reported"));
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("web");
        assertThat(stage.phase("web")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aStartThatWasLostIsTriedAgain() {
        stage.put(once("job"));
        stage.spawning.remove(id("job"));
        Event.Inventory inventory = new Event.Inventory(List.of(), List.of(), stage.table.incarnations(), stage.now);
        stage.table = stage.table.on(inventory).table();
        stage.on(inventory);
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("job");
        assertThat(stage.phase("job")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aRunThatStartedAfterTheQuestionIsNotMissed() {
        long before = stage.table.incarnations();
        stage.runs(daemon("web"));
        stage.on(new Event.Inventory(List.of(), List.of(), before, stage.now));
        stage.on(new Event.Inventory(List.of(), List.of(), before, stage.now));
        assertThat(stage.lost).isEmpty();
    }

    @Test
    void aRunThatTheTableDoesNotKnowIsEnded() {
        Run stranger = new Run(id("gone"), 7);
        Event.Inventory inventory = new Event.Inventory(List.of(stranger), List.of(), 9, stage.now);
        Next once = stage.table.on(inventory);
        assertThat(once.effects()).isEmpty();
        assertThat(once.table().on(inventory).effects())
                .containsExactly(
                        new Effect.Lost(stranger), new Effect.SendOrder(new Order.Send(stranger, Signal.KILL)));
    }
}
