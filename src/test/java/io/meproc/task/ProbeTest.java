package io.meproc.task;

import static io.meproc.task.Event.Probed.Verdict.FAILED;
import static io.meproc.task.Event.Probed.Verdict.NOT_YET;
import static io.meproc.task.Event.Probed.Verdict.OVERDUE;
import static io.meproc.task.Event.Probed.Verdict.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Concluded;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the conclusions of probes do to a task. */
class ProbeTest {
    private static final Check TCP = new Check.Tcp(Check.Tcp.LOOPBACK, new ProbePort(80, false));
    private static final Probe PROBE = new Probe(TCP, Timing.defaults(ProbeKind.READY, TCP));

    private final Stage stage = new Stage();

    private TaskDefinition probed(boolean startup, boolean ready, boolean live) {
        Probes probes = new Probes(startup ? PROBE : null, ready ? PROBE : null, live ? PROBE : null);
        return Stage.daemon("web").with(Behaviour.DEFAULT.with(probes));
    }

    private void concludes(ProbeKind kind, Event.Probed.Verdict verdict, String detail) {
        stage.on(new Event.Probed(run(), kind, verdict, detail, stage.now));
    }

    private Run run() {
        return Objects.requireNonNull(replica().state().run());
    }

    private Replica replica() {
        return stage.task("web").replica(0);
    }

    @Test
    void aTaskWithoutProbesIsReadyAsSoonAsItRunsAndNothingIsProbed() {
        stage.runs(Stage.daemon("web"));

        assertThat(replica().ready()).isTrue();
        assertThat(replica().readiness()).isNull();
        assertThat(stage.probed).isEmpty();
    }

    @Test
    void aRunIsReadyOnceItsProbePassesAndNoLongerWhenItFails() {
        stage.runs(probed(false, true, false));
        assertThat(replica().ready()).isFalse();

        concludes(ProbeKind.READY, NOT_YET, "connection refused");
        assertThat(replica().ready()).isFalse();
        assertThat(Objects.requireNonNull(replica().readiness()).detail()).isEqualTo("connection refused");
        concludes(ProbeKind.READY, PASSED, "status 200");
        assertThat(replica().ready()).isTrue();
        concludes(ProbeKind.READY, FAILED, "status 503");

        assertThat(replica().ready()).isFalse();
        assertThat(stage.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(stage.told(TaskEvent.ProcessReady.class)).hasSize(1);
        assertThat(stage.told(TaskEvent.ProcessNotReady.class))
                .singleElement()
                .satisfies(event -> assertThat(event.why()).isEqualTo("status 503"));
    }

    @Test
    void withAStartupProbeAloneARunIsReadyWhenItHasStarted() {
        stage.runs(probed(true, false, false));
        assertThat(replica().ready()).isFalse();

        concludes(ProbeKind.STARTUP, PASSED, "connected");

        assertThat(replica().ready()).isTrue();
    }

    @Test
    void aRunThatFailsItsLiveProbeIsStoppedAndStartedAgainByItsPolicy() {
        stage.runs(probed(false, true, true));
        concludes(ProbeKind.READY, PASSED, "status 200");

        concludes(ProbeKind.LIVE, FAILED, "no answer");

        assertThat(stage.phase("web")).isEqualTo(Phase.UNHEALTHY);
        assertThat(replica().ready()).isFalse();
        assertThat(stage.probed).isEmpty();
        assertThat(stage.sent).last().asString().contains("TERM");
        stage.exits("web", new ExitStatus.Signaled(15, false));
        assertThat(stage.phase("web")).isEqualTo(Phase.BACKING_OFF);
        assertThat(Objects.requireNonNull(replica().history().last()).cause())
                .isEqualTo(new Cause.ProbeFailed(new ExitStatus.Signaled(15, false), "live", "no answer", false));
        assertThat(replica().health(TaskType.DAEMON)).isEqualTo(Health.FAILING);
    }

    @Test
    void aRunThatEndsSuccessfullyAfterItFailedItsProbeStillCountsAsFailed() {
        stage.runs(probed(true, false, false));

        concludes(ProbeKind.STARTUP, FAILED, "connection refused");
        stage.exits("web", 0);

        assertThat(stage.task("web").health()).isEqualTo(Health.FAILING);
        assertThat(Objects.requireNonNull(replica().history().last()).cause().kind())
                .isEqualTo("probe failed");
    }

    @Test
    void aStopDuringAFailedProbeEndsThePolicy() {
        stage.runs(probed(false, false, true));
        concludes(ProbeKind.LIVE, FAILED, "no answer");

        stage.stop("web");
        stage.exits("web", 0);

        assertThat(stage.phase("web")).isEqualTo(Phase.STOPPED);
    }

    @Test
    void aConclusionAboutARunThatIsBeingStoppedOrIsOverChangesNothing() {
        stage.runs(probed(false, true, true));
        Run old = run();
        stage.stop("web");

        concludes(ProbeKind.LIVE, FAILED, "no answer");
        concludes(ProbeKind.READY, PASSED, "status 200");
        assertThat(stage.phase("web")).isEqualTo(Phase.STOPPING);
        stage.exits("web", 0);
        stage.start("web");
        stage.spawns("web");
        stage.on(new Event.Probed(old, ProbeKind.LIVE, FAILED, "no answer", stage.now));

        assertThat(stage.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(replica().ready()).isFalse();
        assertThat(stage.probed).containsOnlyKeys(run());
    }

    @Test
    void aRunThatIsNotReadyForLongMakesItsTaskFailingUntilItIs() {
        stage.runs(probed(false, true, false));

        concludes(ProbeKind.READY, OVERDUE, "connection refused");
        assertThat(stage.task("web").health()).isEqualTo(Health.FAILING);
        concludes(ProbeKind.READY, PASSED, "status 200");

        assertThat(stage.task("web").health()).isEqualTo(Health.OK);
        assertThat(stage.told(TaskEvent.HealthChanged.class)).hasSize(2);
    }

    @Test
    void theStatusOfARunIsItsOwnText() {
        stage.runs(probed(false, true, false));

        stage.on(new Event.StatusReported(run(), "4 of 7 shards loaded", stage.now));

        assertThat(Objects.requireNonNull(replica().readiness()).status()).isEqualTo("4 of 7 shards loaded");
    }

    @Test
    void whatWasConcludedOfAnAdoptedRunStaysUntilAProbeDeniesIt() {
        Readiness ready = Objects.requireNonNull(
                Readiness.adopted(probed(true, true, false).behaviour().probes(), Concluded.READY, stage.now));
        Readiness fresh = Objects.requireNonNull(
                Readiness.adopted(probed(true, true, false).behaviour().probes(), Concluded.NOTHING, stage.now));

        assertThat(ready.ready()).isTrue();
        assertThat(ready.failed(stage.now, "status 503").ready()).isFalse();
        assertThat(fresh.ready()).isFalse();
        assertThat(Readiness.adopted(Probes.DEFAULT, Concluded.READY, stage.now))
                .isNull();
    }
}
