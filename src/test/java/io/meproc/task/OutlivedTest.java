package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.id;
import static io.meproc.task.Stage.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Processes that have outlived their run are ended as any other, and requests wait for them. */
class OutlivedTest {
    private static final Leftover SLEEP = new Leftover(4711, "sleep 9", true, false);
    private static final Leftover CHILD = new Leftover(4712, "sleep 8", true, false);

    private final Stage stage = new Stage();

    /** A run of the task that has ended by itself. */
    private Run ended(TaskDefinition task) {
        stage.runs(task);
        stage.exits(task.name(), 0);
        return Objects.requireNonNull(stage.over.get(id(task.name())));
    }

    private static TaskDefinition stoppedBy(StopPlan plan) {
        TaskDefinition plain = once("job");
        return new TaskDefinition(
                plain.name(),
                plain.type(),
                plain.command(),
                plain.replicas(),
                plain.deps(),
                plain.interval(),
                plain.cron(),
                new EndPolicy(plan, null, ExitStatuses.ZERO, LeaderExit.STOP_GROUP));
    }

    @Test
    void theyGetTheSignalsOfTheDefaultPlanAndAreReportedOnce() {
        Run run = ended(once("job"));

        stage.outlives(run, SLEEP);
        assertThat(stage.sent).containsExactly("TERM [4711]");
        assertThat(stage.outlivedAlarm(run)).isEqualTo(stage.now.plus(Stage.RULES.grace()));
        stage.on(new Event.Reported(new Report.Outlived(run, stage.now, 1, List.of(SLEEP))));
        assertThat(stage.sent).hasSize(1);
        stage.passes(Stage.RULES.grace());
        assertThat(stage.sent).containsExactly("TERM [4711]", "KILL [4711]");
        stage.clears(run);

        assertThat(stage.told(TaskEvent.ProcessesOutlived.class)).hasSize(1);
        assertThat(stage.restless()).isEmpty();
    }

    @Test
    void theyGetTheSignalsOfTheStopPlanOfTheirTask() {
        Run run = ended(stoppedBy(new StopPlan(List.of(
                new StopPlan.Step(Signal.INT, Duration.ofSeconds(60)),
                new StopPlan.Step(Signal.QUIT, Duration.ofSeconds(30))))));

        stage.outlives(run, SLEEP);
        stage.passes(Duration.ofSeconds(59));
        assertThat(stage.sent).containsExactly("INT [4711]");
        stage.passes(Duration.ofSeconds(1));
        assertThat(stage.sent).containsExactly("INT [4711]", "QUIT [4711]");
        stage.passes(Duration.ofSeconds(30));

        assertThat(stage.sent).containsExactly("INT [4711]", "QUIT [4711]", "KILL [4711]");
    }

    @Test
    void oneThatIsFoundLaterGetsTheSignalOfTheStageAndNoTimeOfItsOwn() {
        Run run = ended(once("job"));

        stage.outlives(run, SLEEP);
        stage.passes(Duration.ofSeconds(9));
        stage.outlives(run, CHILD);
        stage.passes(Duration.ofSeconds(1));

        assertThat(stage.sent).containsExactly("TERM [4711]", "TERM [4712]", "KILL [4711, 4712]");
    }

    @Test
    void whatIsMerelySuspectedIsReportedAndNotSignalled() {
        Run run = ended(once("job"));

        stage.outlives(run, new Leftover(4711, "sleep 9", true, Leftover.Fate.SUSPECTED));

        assertThat(stage.sent).isEmpty();
        assertThat(stage.restless()).isEmpty();
        assertThat(stage.told(TaskEvent.ProcessesOutlived.class)).hasSize(1);
    }

    @Test
    void theAlarmOfAStageThatIsOverIsIgnored() {
        Run run = ended(once("job"));
        stage.outlives(run, SLEEP);
        Event stale = new Event.OutlivedElapsed(run, stage.outlivedAlarm(run).minusMillis(1), stage.now);

        stage.on(stale);
        assertThat(stage.sent).containsExactly("TERM [4711]");
        stage.clears(run);
        stage.on(new Event.OutlivedElapsed(run, stage.now.plus(Stage.RULES.grace()), stage.now));

        assertThat(stage.sent).containsExactly("TERM [4711]");
    }

    @Test
    void aRemovalIsAnsweredWhenTheLastOfThemIsGone() {
        Run run = ended(once("job"));
        stage.outlives(run, SLEEP);

        long removal = stage.delete("job");
        assertThat(stage.waits(removal)).isTrue();
        stage.clears(run);

        assertThat(stage.answer(removal).refusal()).isEmpty();
        stage.isEmpty();
    }

    @Test
    void aStartIsCarriedOutWhenTheLastOfThemIsGone() {
        Run run = ended(once("job"));
        stage.outlives(run, SLEEP);

        stage.start("job");
        assertThat(stage.spawning).isEmpty();
        stage.clears(run);

        assertThat(stage.spawning).containsKey(id("job"));
    }

    @Test
    void thoseThatSurviveSigkillAreReportedAndRefuseWhatWaitsForThem() {
        Run run = ended(once("job"));
        stage.outlives(run, SLEEP);
        long removal = stage.delete("job");

        stage.passes(Stage.RULES.grace().plus(Stage.RULES.lastResort()));
        assertThat(stage.inspected).containsExactly(run);
        assertThat(stage.waits(removal)).isTrue();
        stage.on(new Event.Reported(
                new Report.Survived(run, stage.now, List.of(new Leftover(4711, "sleep 9", true, true)))));

        assertThat(stage.refusal(removal).reason()).isEqualTo(Refusal.Reason.STILL_ALIVE);
        assertThat(stage.refusal(removal).detail())
                .isEqualTo("these processes have outlived their run, and SIGKILL so far: 4711 (sleep 9)");
        assertThat(stage.restless()).isEmpty();
        stage.clears(run);
        stage.isEmpty();
    }

    @Test
    void aListedTaskReportsThoseThatSurviveSigkillAlsoWhenNobodyListsThem() {
        Run run = ended(daemon("web"));
        stage.outlives(run, SLEEP);

        stage.passes(Stage.RULES.grace().plus(Stage.RULES.lastResort().multipliedBy(2)));

        assertThat(stage.told(TaskEvent.ProcessStuck.class)).singleElement().satisfies(stuck -> {
            assertThat(stuck.run()).isEqualTo(run);
            assertThat(stuck.survivors()).containsExactly(SLEEP);
        });
    }

    @Test
    void theyGetSigkillAtOnceWhenTheServiceHasToEndAtOnce() {
        Run run = ended(once("job"));
        stage.outlives(run, SLEEP);
        stage.drain();
        stage.killNow();

        assertThat(stage.sent).containsExactly("TERM [4711]", "KILL [4711]");
        assertThat(stage.table.outlivedAtRest()).isFalse();
        stage.clears(run);
        assertThat(stage.table.outlivedAtRest()).isTrue();
    }

    @Test
    void anInventoryBringsUpALostReportOfThem() {
        Run run = ended(once("job"));
        stage.left.put(run, List.of(SLEEP));

        stage.inventory();
        assertThat(stage.sent).isEmpty();
        stage.inventory();

        assertThat(stage.sent).containsExactly("TERM [4711]");
        assertThat(stage.lost).containsExactly(run);
    }

    @Test
    void anInventoryBringsUpALostReportOfTheirEnd() {
        Run run = ended(once("job"));
        stage.outlives(run, SLEEP);
        long removal = stage.delete("job");
        stage.left.remove(run);

        stage.inventory();
        assertThat(stage.waits(removal)).isTrue();
        stage.inventory();

        assertThat(stage.answer(removal).refusal()).isEmpty();
        stage.isEmpty();
    }

    @Test
    void anInventoryRepeatsSigkillForThoseThatHaveSurvivedIt() {
        Run run = ended(once("job"));
        stage.outlives(run, SLEEP);
        stage.passes(Stage.RULES.grace().plus(Stage.RULES.lastResort().multipliedBy(2)));
        stage.sent.clear();

        stage.inventory();

        assertThat(stage.sent).containsExactly("KILL [4711]");
    }
}
