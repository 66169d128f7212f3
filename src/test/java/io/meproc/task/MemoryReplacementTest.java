package io.meproc.task;

import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Replacement;
import io.meproc.task.limit.Size;
import io.meproc.task.update.UpdateKind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MemoryReplacementTest {
    private static final Duration MIN_AGE = Duration.ofMinutes(10);
    private static final Size HIGH = new Size(400_000_000);
    private static final Size MAX = new Size(500_000_000);
    private static final Size USED = new Size(412_300_000);

    private final Stage stage = new Stage();

    private static TaskDefinition web(int replicas, Limits limits) {
        return task("web", TaskType.DAEMON, replicas).with(Behaviour.DEFAULT.with(limits));
    }

    private static TaskDefinition web(int replicas) {
        return web(replicas, new Limits(HIGH, MAX, 0, 0, null, new Replacement(Duration.ofSeconds(30), MIN_AGE)));
    }

    private Run run(int index) {
        return Objects.requireNonNull(stage.task("web").replica(index).run());
    }

    private void exceeds(int index) {
        stage.on(new Event.Reported(
                new Report.MemoryExceeded(run(index), stage.now, new Excess(stage.now.minusSeconds(30), USED, HIGH))));
    }

    private void recovers(int index) {
        stage.on(new Event.Reported(new Report.MemoryRecovered(run(index), stage.now)));
    }

    private void isReplaced(int index) {
        stage.exits("web:" + index, 143);
        stage.spawns("web:" + index);
        stage.passes(Duration.ofSeconds(5));
    }

    private Cause lastCause(int index) {
        return Objects.requireNonNull(stage.task("web").replica(index).history().last())
                .cause();
    }

    @Test
    void aRunThatUsesTooMuchMemoryIsReplacedAndTheCauseSaysSo() {
        stage.runs(web(1));
        stage.passes(MIN_AGE);
        exceeds(0);
        assertThat(stage.sent).containsExactly("TERM web:0");
        isReplaced(0);
        assertThat(lastCause(0).kind()).isEqualTo("replaced");
        assertThat(lastCause(0).words())
                .contains("412MB")
                .contains("memory.high")
                .contains("400MB");
        assertThat(stage.task("web").replica(0).history().failures()).isZero();
        assertThat(stage.task("web").replica(0).history().restarts()).isZero();
        assertThat(stage.task("web").health()).isEqualTo(Health.OK);
        assertThat(stage.task("web").replica(0).excess()).isNull();
    }

    @Test
    void aYoungRunIsReplacedWhenItIsOldEnough() {
        stage.runs(web(1));
        stage.passes(Duration.ofMinutes(1));
        exceeds(0);
        assertThat(stage.sent).isEmpty();
        stage.passes(Duration.ofMinutes(8));
        assertThat(stage.sent).isEmpty();
        stage.passes(Duration.ofMinutes(1));
        assertThat(stage.sent).containsExactly("TERM web:0");
    }

    @Test
    void replacementsNeverFollowEachOtherMoreQuicklyThanTheMinimumAge() {
        stage.runs(web(1));
        for (int second = 0; second < 3_600; second += 10) {
            if (stage.task("web").replica(0).phase() == Phase.RUNNING
                    && stage.task("web").replica(0).excess() == null) {
                exceeds(0);
            }
            if (stage.task("web").replica(0).phase() == Phase.STOPPING) {
                isReplaced(0);
            }
            stage.passes(Duration.ofSeconds(10));
        }
        assertThat(stage.sent).hasSizeBetween(4, 6);
    }

    @Test
    void aRunThatRecoversInTimeIsNotReplaced() {
        stage.runs(web(1));
        exceeds(0);
        recovers(0);
        stage.passes(MIN_AGE.multipliedBy(2));
        assertThat(stage.sent).isEmpty();
        assertThat(stage.armed(TaskAlarm.MEMORY_REPLACEMENT)).isEmpty();
    }

    @Test
    void oneReplicaIsReplacedAfterTheOther() {
        stage.runs(web(3));
        stage.passes(MIN_AGE);
        List.of(2, 0, 1).forEach(this::exceeds);
        assertThat(stage.sent).containsExactly("TERM web:2");
        isReplaced(2);
        stage.passes(MemoryReplacements.RETRY);
        assertThat(stage.sent).hasSize(2);
        isReplaced(0);
        stage.passes(MemoryReplacements.RETRY);
        isReplaced(1);
        assertThat(stage.sent).hasSize(3);
        stage.passes(MIN_AGE);
        assertThat(stage.sent).hasSize(3);
        assertThat(stage.armed(TaskAlarm.MEMORY_REPLACEMENT)).isEmpty();
    }

    @Test
    void aReplicaIsKeptWhileAnotherOneIsNotThere() {
        stage.runs(web(2));
        stage.passes(MIN_AGE);
        stage.exits("web:1", 1);
        exceeds(0);
        assertThat(stage.sent).isEmpty();
        stage.passes(Duration.ofSeconds(20));
        stage.spawns("web:1");
        stage.passes(MemoryReplacements.RETRY);
        assertThat(stage.sent).containsExactly("TERM web:0");
    }

    @Test
    void aStopByRequestMeanwhileIsAStop() {
        stage.runs(web(1));
        exceeds(0);
        stage.stop("web");
        stage.exits("web:0", 143);
        stage.passes(MIN_AGE);
        assertThat(lastCause(0).kind()).isEqualTo("stopped");
        assertThat(stage.spawned).hasSize(1);
    }

    @Test
    void whatOtherLimitsMeasuredIsForgotten() {
        stage.runs(web(1));
        exceeds(0);
        stage.amend(web(1, Limits.DEFAULT));
        assertThat(stage.task("web").replica(0).excess()).isNull();
        stage.passes(MIN_AGE);
        assertThat(stage.sent).isEmpty();
    }

    @Test
    void otherLimitsAreAppliedToTheProcessesThatRun() {
        stage.runs(web(2, Limits.DEFAULT));
        stage.amend(web(2));
        assertThat(stage.limited).containsExactly(run(0), run(1));
        assertThat(stage.sent).isEmpty();
    }

    @Test
    void aRunThatIsKilledAtItsLimitHasFailed() {
        stage.runs(web(1));
        stage.exits("web:0", new ExitStatus.KilledForMemory(), new MemoryEvents(500_000_000, 7, 3, 1, 2));
        assertThat(lastCause(0)).isEqualTo(new Cause.MemoryLimit(MAX));
        assertThat(stage.task("web").replica(0).phase()).isEqualTo(Phase.BACKING_OFF);
        assertThat(stage.task("web").replica(0).history().failures()).isEqualTo(1);
    }

    @Test
    void aRunThatIsKilledSinceTheMachineHasNoMemoryDidNotReachItsLimit() {
        stage.runs(web(1));
        stage.exits("web:0", new ExitStatus.KilledForMemory(), new MemoryEvents(300_000_000, 0, 0, 0, 1));
        assertThat(lastCause(0)).isInstanceOf(Cause.Own.class);
    }

    @Test
    void theReplacementIsReportedAsOne() {
        stage.runs(web(1));
        stage.passes(MIN_AGE);
        exceeds(0);
        isReplaced(0);
        assertThat(stage.told(TaskEvent.MemoryExceeded.class)).singleElement().satisfies(event -> {
            assertThat(event.words()).contains("412MB", "400MB");
            assertThat(event.due()).isEmpty();
        });
        assertThat(stage.told(TaskEvent.Updated.class))
                .allSatisfy(event -> assertThat(event.kind()).isEqualTo(UpdateKind.REPLACEMENT));
    }
}
