package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.command.Command;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that wait for the process side, and what others do meanwhile. */
class RequestQueueTest {
    private final Stage stage = new Stage();

    @AfterEach
    void nothingStaysPending() {
        stage.answersAll();
        assertThat(stage.table.pending().isEmpty()).isTrue();
    }

    @Test
    void aRestartActsOnTheTaskThatItNamed() {
        stage.runs(daemon("web"));
        stage.holding = true;
        long restart = stage.post("web");
        stage.delete("web");
        stage.exits("web", 0);
        stage.put(daemon("web"));
        stage.spawns("web");
        int spawned = stage.spawned.size();
        stage.answersAll();
        assertThat(stage.refusal(restart).reason()).isEqualTo(Refusal.Reason.REMOVED);
        assertThat(stage.spawned).hasSize(spawned);
        assertThat(stage.phase("web")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void changesOfOneTaskAreCarriedOutInTheOrderOfTheirArrival() {
        stage.runs(daemon("web"));
        stage.holding = true;
        long first = stage.amend(command(daemon("web"), "one"));
        stage.amend(command(daemon("web"), "two"));
        long third = stage.amend(command(daemon("web"), "three"));
        assertThat(stage.checks).containsOnlyKeys(first);
        stage.answersAll();
        stage.exits("web", 0);
        assertThat(stage.task("web").definition().command().text()).isEqualTo("three");
        stage.spawns("web");
        assertThat(stage.answer(third).refusal()).isEmpty();
    }

    @Test
    void aRefusedChangeLetsTheNextOneGoOn() {
        stage.runs(daemon("web"));
        stage.holding = true;
        long first = stage.amend(command(daemon("web"), "one"));
        stage.amend(command(daemon("web"), "two"));
        stage.refuses(first, new Refusal(Refusal.Reason.START_FAILED, "no such program"));
        assertThat(stage.refusal(first).detail()).isEqualTo("no such program");
        stage.answersAll();
        assertThat(stage.task("web").definition().command().text()).isEqualTo("two");
    }

    @Test
    void aStopIsNotHeldUpByARestartThatWaitsAndTakesItsPlace() {
        stage.runs(daemon("web"));
        stage.holding = true;
        long restart = stage.post("web");
        long stop = stage.stop("web");
        assertThat(stage.phase("web")).isEqualTo(Phase.STOPPING);
        assertThat(stage.answer(restart).note()).isEqualTo("a stop that came later was carried out instead");
        stage.exits("web", 0);
        stage.answersAll();
        assertThat(stage.answer(stop).refusal()).isEmpty();
        assertThat(stage.condition("web")).isEqualTo("stopped");
    }

    @Test
    void aStopOfOneReplicaWaitsForARestartOfAllThatCameBefore() {
        stage.runs(daemon("web").with(2));
        stage.holding = true;
        stage.post("web");
        stage.ask(new Request.Stop(Target.replica("web", 1), true));
        assertThat(stage.phase("web:1")).isEqualTo(Phase.RUNNING);
        stage.answersAll();
        stage.exits("web:0", 0);
        stage.exits("web:1", 0);
        assertThat(stage.phase("web:0")).isEqualTo(Phase.STARTING);
        assertThat(stage.phase("web:1")).isEqualTo(Phase.STOPPED);
    }

    @Test
    void aTaskThatIsRemovedRefusesWhatWaitsForIt() {
        stage.runs(daemon("web"));
        stage.holding = true;
        long change = stage.amend(command(daemon("web"), "one"));
        stage.delete("web");
        assertThat(stage.refusal(change).reason()).isEqualTo(Refusal.Reason.REMOVED);
        stage.exits("web", 0);
        assertThat(stage.condition("web")).isEqualTo("not listed");
    }

    @Test
    void theEndOfTheServiceRefusesWhatWaits() {
        stage.runs(daemon("web"));
        stage.holding = true;
        long restart = stage.post("web");
        stage.drain();
        assertThat(stage.refusal(restart).reason()).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        stage.exits("web", 0);
        stage.answersAll();
        assertThat(stage.spawned).containsExactly("web:0");
    }

    @Test
    void anAnswerToARequestThatIsGoneChangesNothing() {
        stage.runs(once("job"));
        TaskTable before = stage.table;
        stage.on(new Event.Checked(99, null, stage.now));
        stage.on(new Event.Swept(99, null, List.of(), stage.now));
        assertThat(stage.table.revision()).isEqualTo(before.revision());
    }

    private static TaskDefinition command(TaskDefinition task, String text) {
        return new TaskDefinition(
                task.name(),
                task.type(),
                new Command(text, null, null),
                task.replicas(),
                task.deps(),
                task.interval(),
                task.cron(),
                task.ends());
    }
}
