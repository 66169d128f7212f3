package io.meproc.task;

import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.TaskEvent.Updated;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Requester;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import io.meproc.task.update.OnFailure;
import io.meproc.task.update.Unavailable;
import io.meproc.task.update.UpdateKind;
import io.meproc.task.update.Updates;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RollingUpdateTest {
    private static final Duration HEALTHY = Duration.ofSeconds(3);

    private final Stage stage = new Stage();

    private static Updates policy(Unavailable most, OnFailure then) {
        return new Updates(true, most, HEALTHY, Duration.ofMinutes(1), then);
    }

    private static TaskDefinition web(String command, int replicas, Updates policy) {
        return task("web", TaskType.DAEMON, replicas)
                .with(new Command(command, null, null))
                .with(Behaviour.DEFAULT.with(policy));
    }

    private static TaskDefinition web(String command, int replicas) {
        return web(command, replicas, policy(Unavailable.ONE, OnFailure.ROLLBACK));
    }

    /** A replica's old process ends, and the new one lasts for the healthy time. */
    private void isReplaced(int index) {
        stage.exits("web:" + index, 0);
        stage.spawns("web:" + index);
        stage.passes(HEALTHY);
    }

    private List<Updated.Stage> stages() {
        return stage.told(Updated.class).stream().map(Updated::stage).toList();
    }

    private String command() {
        return stage.task("web").definition().command().text();
    }

    @Test
    void aNewCommandReplacesOneReplicaAfterTheOther() {
        stage.runs(web("v1", 3));
        long put = stage.amend(web("v2", 3));
        for (int index = 0; index < 3; index++) {
            assertThat(stage.sent).hasSize(index + 1).last().isEqualTo("TERM web:" + index);
            assertThat(stage.waits(put)).isTrue();
            isReplaced(index);
        }
        assertThat(stage.answer(put).change().map(Answer.Change::kind)).contains(Answer.Change.Kind.CHANGED);
        assertThat(stage.answer(put).refusal()).isEmpty();
        assertThat(stage.commands).containsExactly("v1", "v1", "v1", "v2", "v2", "v2");
        assertThat(stages()).containsExactly(Updated.Stage.BEGUN, Updated.Stage.DONE);
        assertThat(stage.armed(TaskAlarm.UPDATE_DUE)).isEmpty();
    }

    @Test
    void asManyAreReplacedAtATimeAsMayBeOutOfService() {
        stage.runs(web("v1", 8, policy(new Unavailable(25, true), OnFailure.ROLLBACK)));
        stage.amend(web("v2", 8, policy(new Unavailable(25, true), OnFailure.ROLLBACK)));
        assertThat(stage.sent).containsExactly("TERM web:0", "TERM web:1");
        isReplaced(1);
        assertThat(stage.sent).containsExactly("TERM web:0", "TERM web:1", "TERM web:2");
    }

    @Test
    void aVersionThatFailsIsTakenBackAndOneReplicaWasOut() {
        stage.runs(web("v1", 4));
        long before = stage.task("web").revision();
        long put = stage.amend(web("broken", 4));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.passes(Duration.ofMillis(300));
        stage.exits("web:0", 1);
        assertThat(command()).isEqualTo("v1");
        assertThat(stage.task("web").revision()).isGreaterThan(before + 1);
        assertThat(stage.refusal(put))
                .isEqualTo(new Refusal(
                        Refusal.Reason.ROLL_ENDED,
                        "replica 0 did not stay up: code 1; rolled back: the definition from before is in force again, as"
                                + " revision " + stage.task("web").revision()));
        assertThat(stage.sent).containsExactly("TERM web:0");
        stage.spawns("web:0");
        stage.passes(HEALTHY);
        assertThat(stage.commands).containsExactly("v1", "v1", "v1", "v1", "broken", "v1");
        assertThat(stages())
                .containsExactly(
                        Updated.Stage.BEGUN, Updated.Stage.ROLLED_BACK, Updated.Stage.BEGUN, Updated.Stage.DONE);
        assertThat(stage.sent).hasSize(1);
        assertThat(stage.store.audit).last().satisfies(record -> {
            assertThat(record.action()).isEqualTo("rollback");
            assertThat(record.by()).isEqualTo(Requester.SERVICE);
            assertThat(record.detail()).isEqualTo("replica 0 did not stay up: code 1");
        });
    }

    @Test
    void aRollbackReplacesWhatTheUpdateHadReplacedOneAfterTheOther() {
        stage.runs(web("v1", 4));
        stage.amend(web("v2", 4));
        isReplaced(0);
        isReplaced(1);
        stage.exits("web:2", 0);
        stage.refuses("web:2", "no such file");
        assertThat(command()).isEqualTo("v1");
        assertThat(stage.spawning.keySet()).containsExactly(Stage.id("web:2"));
        assertThat(stage.sent).hasSize(3);
        stage.spawns("web:2");
        stage.passes(HEALTHY);
        assertThat(stage.sent).hasSize(4).last().isEqualTo("TERM web:0");
        isReplaced(0);
        isReplaced(1);
        assertThat(stage.sent).hasSize(5);
        assertThat(stage.task("web").pending().update()).isNull();
        assertThat(stage.commands.subList(4, 10)).containsExactly("v2", "v2", "v2", "v1", "v1", "v1");
    }

    @Test
    void aRollbackThatFailsTooEndsAndKeepsTheRest() {
        stage.runs(web("v1", 2));
        stage.amend(web("v2", 2));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.exits("web:0", 1);
        stage.spawns("web:0");
        stage.exits("web:0", 1);
        assertThat(stages()).last().isEqualTo(Updated.Stage.ENDED);
        assertThat(command()).isEqualTo("v1");
        assertThat(stage.sent).containsExactly("TERM web:0");
    }

    @Test
    void aVersionThatFailsStaysIfTheUpdateShallPause() {
        stage.runs(web("v1", 3, policy(Unavailable.ONE, OnFailure.PAUSE)));
        long put = stage.amend(web("v2", 3, policy(Unavailable.ONE, OnFailure.PAUSE)));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.exits("web:0", 1);
        assertThat(stage.refusal(put).detail())
                .isEqualTo("replica 0 did not stay up: code 1; replicas 1-2 were left as they are");
        assertThat(command()).isEqualTo("v2");
    }

    @Test
    void aVersionThatFailsReplacesAllIfTheUpdateShallGoOn() {
        stage.runs(web("v1", 2, policy(Unavailable.ONE, OnFailure.GO_ON)));
        long put = stage.amend(web("v2", 2, policy(Unavailable.ONE, OnFailure.GO_ON)));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.exits("web:0", 1);
        assertThat(stage.sent).containsExactly("TERM web:0", "TERM web:1");
        isReplaced(1);
        assertThat(stage.refusal(put).detail()).startsWith("replica 0 did not stay up: code 1; the update went on");
        assertThat(stage.task("web").pending().update()).isNull();
    }

    @Test
    void theNewestDefinitionWinsAndAFailureReturnsToTheLastOneThatWasGood() {
        stage.runs(web("v1", 3));
        long second = stage.amend(web("v2", 3));
        isReplaced(0);
        long third = stage.amend(web("v3", 3));
        assertThat(stage.refusal(second).detail()).isEqualTo("another definition came, and is applied instead");
        stage.exits("web:1", 0);
        stage.spawns("web:1");
        stage.exits("web:1", new ExitStatus.Exited(2));
        assertThat(stage.refusal(third).detail()).startsWith("replica 1 did not stay up: code 2; rolled back");
        assertThat(command()).isEqualTo("v1");
    }

    @Test
    void aReturnByRequestLeavesTheReplicasThatWereNotReplaced() {
        stage.runs(web("v1", 3));
        stage.amend(web("v2", 3));
        isReplaced(0);
        stage.exits("web:1", 0);
        stage.spawns("web:1");
        long back = stage.amend(web("v1", 3));
        stage.passes(HEALTHY);
        isReplaced(0);
        isReplaced(1);
        assertThat(stage.answer(back).refusal()).isEmpty();
        assertThat(stage.sent).doesNotContain("TERM web:2");
    }

    @Test
    void aChangeOfSomethingElseKeepsTheUpdateAndSurvivesItsRollback() {
        stage.runs(web("v1", 3));
        long put = stage.amend(web("v2", 3));
        stage.amend(web("v2", 2));
        assertThat(stage.waits(put)).isTrue();
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.exits("web:0", 1);
        assertThat(stage.refusal(put).detail()).contains("rolled back");
        assertThat(command()).isEqualTo("v1");
        assertThat(stage.task("web").definition().replicas()).isEqualTo(2);
    }

    @Test
    void replicasThatBackOffGetTheNewCommandAtOnce() {
        stage.runs(web("v1", 2));
        stage.exits("web:0", 1);
        assertThat(stage.phase("web:0")).isEqualTo(Phase.BACKING_OFF);
        stage.amend(web("v2", 2));
        assertThat(stage.spawning).containsOnlyKeys(Stage.id("web:0"));
        assertThat(stage.sent).isEmpty();
        stage.spawns("web:0");
        stage.passes(HEALTHY);
        assertThat(stage.sent).containsExactly("TERM web:1");
    }

    @Test
    void aPlanNamesTheUpdateAndTheReplicasOfItsFirstStep() {
        stage.runs(web("v1", 4));
        SentRequest put = new SentRequest(new Request.Put(web("v2", 4), Expected.ANY, true), Requester.BUS);
        assertThat(Plan.of(stage.table, List.of(put), stage.now).tasks())
                .singleElement()
                .satisfies(planned -> {
                    assertThat(planned.restarts()).isEqualTo(1);
                    assertThat(planned.reasons()).containsExactly("update: replicas 0-3 are replaced, 1 at a time");
                });
        assertThat(stage.sent).isEmpty();
    }

    @Test
    void theAuditNamesAChangeOfThePolicy() {
        stage.runs(web("v1", 1));
        stage.amend(web("v1", 1, policy(Unavailable.ONE, OnFailure.PAUSE)));
        assertThat(stage.store.audit)
                .last()
                .satisfies(record -> assertThat(record.detail()).isEqualTo("updates"));
    }

    @Test
    void aStopOfTheTaskEndsAnUpdate() {
        stage.runs(web("v1", 2));
        long put = stage.amend(web("v2", 2));
        stage.stop("web");
        assertThat(stage.refusal(put).detail()).startsWith("another request came; ");
        stage.exits("web:0", 0);
        stage.exits("web:1", 0);
        assertThat(stage.condition("web")).isEqualTo("stopped");
        assertThat(stage.armed(TaskAlarm.UPDATE_DUE)).isEmpty();
    }

    @Test
    void aStartOfATaskThatRunsDoesNotDisturbAnUpdate() {
        stage.runs(web("v1", 2));
        long put = stage.amend(web("v2", 2));
        isReplaced(0);
        stage.start("web");
        isReplaced(1);
        assertThat(stage.answer(put).refusal()).isEmpty();
    }

    @Test
    void aRemovalAndAShutdownEndIt() {
        stage.runs(web("v1", 2));
        long put = stage.amend(web("v2", 2));
        isReplaced(0);
        stage.drain();
        assertThat(stage.refusal(put).detail()).startsWith("Meproc is shutting down");
        stage.exits("web:0", 0);
        stage.exits("web:1", 0);
        stage.isAtRest();
    }

    @Test
    void theHighestIndicesAreStoppedByAScaleDownDuringAnUpdate() {
        stage.runs(web("v1", 3));
        stage.amend(web("v2", 3));
        stage.amend(web("v2", 1));
        assertThat(stage.sent).containsExactly("TERM web:0", "TERM web:1", "TERM web:2");
        stage.exits("web:1", 0);
        stage.exits("web:2", 0);
        isReplaced(0);
        assertThat(stages()).last().isEqualTo(Updated.Stage.DONE);
    }

    @Test
    void anUpdateContinuesAfterACrashOfTheService() {
        stage.runs(web("v1", 3));
        stage.amend(web("v2", 3));
        isReplaced(0);
        assertThat(stage.sent).last().isEqualTo("TERM web:1");
        stage.exits("web:1", 0);
        stage.spawns("web:1");
        Crash.of(stage);
        assertThat(stages()).last().isEqualTo(Updated.Stage.CONTINUED);
        assertThat(stage.sent).hasSize(2);
        stage.passes(HEALTHY);
        assertThat(stage.sent).hasSize(3).last().isEqualTo("TERM web:2");
        isReplaced(2);
        assertThat(stages()).last().isEqualTo(Updated.Stage.DONE);
        assertThat(stage.commands).containsExactly("v1", "v1", "v1", "v2", "v2", "v2");
    }

    @Test
    void aVersionThatFailedWhileNoServiceRanIsTakenBackByTheNextOne() {
        stage.runs(web("v1", 2));
        stage.amend(web("v2", 2));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.alive.remove(Stage.id("web:0"));
        Crash.of(stage);
        assertThat(stages()).contains(Updated.Stage.ROLLED_BACK);
        assertThat(command()).isEqualTo("v1");
        assertThat(stage.sent).containsExactly("TERM web:0");
    }

    @Test
    void theCoreReplacesOneReplicaOnceItsNewProcessIsGood() {
        stage.runs(web("v1", 2));
        Transition transition = new Transition(stage.table, stage.now);
        new RollingUpdate(transition).replace(stage.task("web"), 1, "its memory exceeded 400MB");
        Next next = transition.next(stage.table);
        stage.table = next.table();
        stage.backlog.addAll(next.effects());
        stage.news.addAll(next.changes().events());
        stage.carryOut(Integer.MAX_VALUE);
        assertThat(stage.sent).containsExactly("TERM web:1");
        isReplaced(1);
        assertThat(stage.told(Updated.class))
                .allSatisfy(event -> assertThat(event.kind()).isEqualTo(UpdateKind.REPLACEMENT));
        assertThat(stage.told(Updated.class).get(0).words())
                .isEqualTo("its memory exceeded 400MB: replica 1 is replaced, 1 at a time");
        assertThat(stages()).last().isEqualTo(Updated.Stage.DONE);
        assertThat(stage.sent).hasSize(1);
    }

    @Test
    void aNewProcessThatIsNotReadyInTimeHasFailed() {
        stage.runs(web("v1", 2));
        stage.amend(web("v2", 2));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.leaderExits("web:0");
        stage.passes(Duration.ofMinutes(2));
        assertThat(stages()).contains(Updated.Stage.ROLLED_BACK);
    }

    private static TaskDefinition probed(String command) {
        Check tcp = new Check.Tcp(Check.Tcp.LOOPBACK, new ProbePort(80, false));
        Probe probe = new Probe(tcp, Timing.defaults(ProbeKind.READY, tcp));
        TaskDefinition plain = web(command, 2);
        return plain.with(plain.behaviour().with(new Probes(null, probe, probe)));
    }

    private void concludes(String alias, ProbeKind kind, Event.Probed.Verdict verdict) {
        Run run = Objects.requireNonNull(
                stage.task("web").replica(Stage.id(alias).index()).run());
        stage.on(new Event.Probed(run, kind, verdict, "status 503", stage.now));
    }

    @Test
    void aReplicaIsGoodOnlyAfterItsProbesHaveFoundItReadyForTheHealthyTime() {
        stage.runs(probed("v1"));
        stage.amend(probed("v2"));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        stage.passes(HEALTHY.multipliedBy(2));
        assertThat(stage.sent).hasSize(1);
        concludes("web:0", ProbeKind.READY, Event.Probed.Verdict.PASSED);
        stage.passes(HEALTHY.minusMillis(1));
        concludes("web:0", ProbeKind.READY, Event.Probed.Verdict.FAILED);
        stage.passes(HEALTHY);
        assertThat(stage.sent).hasSize(1);
        concludes("web:0", ProbeKind.READY, Event.Probed.Verdict.PASSED);
        stage.passes(HEALTHY);
        assertThat(stage.sent).containsExactly("TERM web:0", "TERM web:1");
    }

    @Test
    void aFailedLiveProbeOfANewProcessRollsTheUpdateBackAtOnce() {
        stage.runs(probed("v1"));
        long put = stage.amend(probed("v2"));
        stage.exits("web:0", 0);
        stage.spawns("web:0");
        concludes("web:0", ProbeKind.LIVE, Event.Probed.Verdict.FAILED);
        assertThat(stage.refusal(put).detail()).startsWith("replica 0 failed its probe live: status 503; rolled back");
        assertThat(command()).isEqualTo("v1");
        stage.exits("web:0", 1);
        assertThat(stage.spawning).containsOnlyKeys(Stage.id("web:0"));
        stage.spawns("web:0");
        assertThat(stage.commands).endsWith("v2", "v1");
    }

    @Test
    void withoutAPolicyForUpdatesAllAreRestartedAtOnce() {
        stage.runs(task("web", TaskType.DAEMON, 2));
        stage.amend(task("web", TaskType.DAEMON, 2).with(new Command("v2", null, null)));
        assertThat(stage.sent).containsExactly("TERM web:0", "TERM web:1");
    }
}
