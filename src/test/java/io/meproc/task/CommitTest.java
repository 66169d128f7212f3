package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A change is acknowledged when it is kept, and not before. */
class CommitTest {
    private static final Refusal FULL = new Refusal(Refusal.Reason.STORE_FAILED, "the disk is full");

    private final Stage stage = new Stage();

    @Test
    void anAnswerWaitsUntilTheChangeIsKept() {
        stage.storing = true;
        long ticket = stage.put(Stage.daemon("a"));
        stage.spawns("a");

        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.waits(ticket)).isTrue();

        stage.answersAll();

        assertThat(stage.answer(ticket)).isEqualTo(Answer.DONE);
        assertThat(stage.store.tasks.values())
                .extracting(kept -> kept.definition().name())
                .containsExactly("a");
    }

    @Test
    void aChangeThatCouldNotBeKeptIsNotAcknowledgedAndTheTaskRunsOn() {
        stage.storing = true;
        long ticket = stage.put(Stage.daemon("a"));
        stage.spawns("a");

        stage.lost(stage.commits.size(), FULL);

        assertThat(stage.refusal(ticket)).isEqualTo(FULL);
        assertThat(stage.condition("a")).isEqualTo("running");
    }

    @Test
    void aRefusalStaysWhatItIsWhenTheChangeCouldNotBeKept() {
        stage.storing = true;
        long ticket = stage.put(Stage.daemon("a"));
        stage.refuses("a", "no");
        assertThat(stage.waits(ticket)).isTrue();

        stage.lost(stage.commits.size(), FULL);

        assertThat(stage.refusal(ticket).reason()).isEqualTo(Refusal.Reason.START_FAILED);
    }

    @Test
    void aLaterChangeHoldsNoEarlierAnswerBack() {
        stage.storing = true;
        long first = stage.put(Stage.daemon("a"));
        stage.spawns("a");
        long second = stage.put(Stage.daemon("b"));
        stage.spawns("b");
        assertThat(stage.commits).hasSize(4);

        stage.kept(2);
        stage.carryOut(0);

        assertThat(stage.waits(first)).isFalse();
        assertThat(stage.waits(second)).isTrue();
    }

    @Test
    void whatChangesNoRecordIsNotWrittenAndIsAnsweredAtOnce() {
        stage.runs(Stage.daemon("a"));
        stage.storing = true;

        stage.passes(Duration.ofSeconds(5));
        long ticket = stage.ask(new Request.SendSignal(Target.task("b"), Signal.USR1));

        assertThat(stage.commits).isEmpty();
        assertThat(stage.refusal(ticket).reason()).isEqualTo(Refusal.Reason.UNKNOWN_TASK);
    }

    @Test
    void whileNothingCanBeKeptARequestIsRefusedBeforeItIsCarriedOut() {
        stage.runs(Stage.daemon("a"));
        stage.sent.clear();
        stage.on(new Event.StoreChecked(FULL, stage.now));

        long stop = stage.stop("a");
        long put = stage.put(Stage.daemon("b"));
        long signal = stage.ask(new Request.SendSignal(Target.task("a"), Signal.USR1));

        assertThat(stage.refusal(stop)).isEqualTo(FULL);
        assertThat(stage.refusal(put)).isEqualTo(FULL);
        assertThat(stage.refusal(signal)).isEqualTo(FULL);
        assertThat(stage.sent).isEmpty();
        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.condition("b")).isEqualTo("not listed");

        stage.on(new Event.StoreChecked(null, stage.now));

        assertThat(stage.answer(stage.put(Stage.cron("b"))))
                .satisfies(answer -> assertThat(answer.refusal()).isEmpty());
    }

    @Test
    void policiesGoOnWhileNothingCanBeKept() {
        stage.runs(Stage.daemon("a"));
        stage.storing = true;
        stage.exits("a", 1);
        stage.lost(stage.commits.size(), FULL);

        stage.passes(Duration.ofSeconds(3));
        stage.lost(stage.commits.size(), FULL);
        stage.spawns("a");

        assertThat(stage.phase("a")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aRequestIsRefusedWhenTheStoreFailsDuringItsChecks() {
        stage.runs(Stage.daemon("a"));
        stage.holding = true;
        long ticket = stage.ask(new Request.Restart(Target.task("a"), true));
        assertThat(stage.waits(ticket)).isTrue();
        stage.sent.clear();

        stage.on(new Event.StoreChecked(FULL, stage.now));
        stage.answersAll();

        assertThat(stage.refusal(ticket)).isEqualTo(FULL);
        assertThat(stage.sent).isEmpty();
    }

    @Test
    void anAnswerThatComesAfterItsChangeWasRefusedIsARefusal() {
        stage.runs(Stage.daemon("a"));
        stage.storing = true;
        long ticket = stage.stop("a");
        stage.lost(stage.commits.size(), FULL);

        stage.exits("a", 0);
        stage.lost(stage.commits.size(), FULL);

        assertThat(stage.refusal(ticket)).isEqualTo(FULL);
        assertThat(stage.condition("a")).isEqualTo("stopped");
    }

    @Test
    void aOnceTaskThatADependencyReleasesStartsOnlyWhenThatIsKept() {
        stage.runs(Stage.once("a"));
        stage.put(Stage.once("b", "a"));
        stage.storing = true;

        stage.exits("a", 0);
        assertThat(stage.phase("b")).isEqualTo(Phase.STARTING);
        assertThat(stage.spawning).isEmpty();

        stage.kept(stage.commits.size());
        stage.carryOut(0);
        assertThat(stage.spawning).containsKey(Stage.id("b"));
    }

    @Test
    void aDaemonAndAOnceTaskOfARequestStartWithoutWaiting() {
        stage.storing = true;
        stage.put(Stage.once("a"));
        stage.kept(stage.commits.size());
        stage.carryOut(0);
        stage.put(Stage.daemon("b"));

        assertThat(stage.spawning).containsKeys(Stage.id("a"), Stage.id("b"));
    }

    @Test
    void aStartThatWaitsForItsCommitCanBeCancelled() {
        stage.runs(Stage.once("a"));
        stage.put(Stage.once("b", "a"));
        stage.storing = true;
        stage.exits("a", 0);

        stage.stop("b");
        stage.answersAll();

        assertThat(stage.phase("b")).isEqualTo(Phase.ABORTING);
        stage.refuses("b", "cancelled");
        stage.answersAll();
        assertThat(stage.condition("b")).isEqualTo("stopped");
    }

    @Test
    void aNumberThatWasDecidedBeforeOrNeverGivenChangesNothing() {
        stage.storing = true;
        long ticket = stage.put(Stage.daemon("a"));
        stage.spawns("a");

        stage.on(new Event.Committed(0, null, stage.now));
        stage.on(new Event.Committed(stage.commits.size() + 7L, FULL, stage.now));

        assertThat(stage.waits(ticket)).isTrue();
    }
}
