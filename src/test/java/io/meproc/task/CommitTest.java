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
    void aNumberThatWasDecidedBeforeOrNeverGivenChangesNothing() {
        stage.storing = true;
        long ticket = stage.put(Stage.daemon("a"));
        stage.spawns("a");

        stage.on(new Event.Committed(0, null, stage.now));
        stage.on(new Event.Committed(stage.commits.size() + 7L, FULL, stage.now));

        assertThat(stage.waits(ticket)).isTrue();
    }
}
