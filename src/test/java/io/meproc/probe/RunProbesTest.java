package io.meproc.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Event.Probed.Verdict;
import io.meproc.task.Notice;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Concluded;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When probes check, and what they conclude, with a clock that is moved by hand. */
class RunProbesTest {
    private static final Check TCP = new Check.Tcp("127.0.0.1", new ProbePort(80, false));
    private static final Run RUN = new Run(new ReplicaId("web", 0), 1);

    private final ManualTimers timers = new ManualTimers();
    private final List<String> concluded = new ArrayList<>();
    private final List<Promise<Finding>> checks = new ArrayList<>();
    private final List<Promise<Void>> aborted = new ArrayList<>();

    /** What a check finds at once; null if it does not respond. */
    private @Nullable Boolean result = true;

    private boolean endsAtOnce = true;

    private final RunProbes.Sources sources = new RunProbes.Sources() {
        @Override
        public Checker checker(Probe probe) {
            return new Checker() {
                @Override
                public Attempt begin() {
                    Promise<Finding> finding = Promise.promise();
                    checks.add(finding);
                    if (result != null) {
                        finding.complete(new Finding(result, result ? "fine" : "broken"));
                    }
                    return new Attempt() {
                        @Override
                        public Future<Finding> finding() {
                            return finding.future();
                        }

                        @Override
                        public Future<Void> abort() {
                            Promise<Void> over = Promise.promise();
                            aborted.add(over);
                            return endsAtOnce ? Future.succeededFuture() : over.future();
                        }
                    };
                }

                @Override
                public String words() {
                    return "check";
                }
            };
        }

        @Override
        public OutputWatch output(Check.Output check, Consumer<String> matched) {
            throw new AssertionError("no probe reads output");
        }
    };

    private RunProbes begin(Probes probes, Concluded before) {
        RunProbes begun = new RunProbes(probes, before, timers, sources, new Conclusions() {
            @Override
            public void concluded(ProbeKind kind, Verdict verdict, String detail) {
                concluded.add(kind.word() + " " + verdict + " " + detail);
            }

            @Override
            public void status(String text) {
                concluded.add("status " + text);
            }
        });
        begun.begin();
        return begun;
    }

    private static Probe every(long seconds, int successes, int failures) {
        return new Probe(
                TCP,
                new Timing(Duration.ZERO, Duration.ofSeconds(seconds), Duration.ofSeconds(1), successes, failures));
    }

    private static Probe byNotify(ProbeKind kind, Check.Notify.Access access) {
        Check check = new Check.Notify(access);
        return new Probe(check, Timing.defaults(kind, check));
    }

    private static Notice says(String field, String value) {
        return new Notice(RUN, true, Map.of(field, value));
    }

    @Test
    void aLiveProbeFailsAfterTheNumberOfFailuresInARowAndNotBefore() {
        begin(new Probes(null, null, every(10, 1, 3)), Concluded.READY);
        timers.pass(20_000);
        result = false;
        timers.pass(20_000);
        result = true;
        timers.pass(10_000);
        result = false;
        timers.pass(20_000);
        assertThat(concluded).isEmpty();

        timers.pass(10_000);

        assertThat(concluded).containsExactly("live FAILED broken");
        int made = checks.size();
        timers.pass(60_000);
        assertThat(checks).as("no check after the failure").hasSize(made);
    }

    @Test
    void aReadyProbePassesAfterTheNumberOfSuccessesAndReportsOnlyChanges() {
        result = false;
        begin(new Probes(null, every(10, 2, 2), null), Concluded.STARTED);
        timers.pass(5_000);
        assertThat(concluded).containsExactly("ready NOT_YET broken");

        result = true;
        timers.pass(3_000);
        assertThat(concluded).last().isEqualTo("ready PASSED fine");
        timers.pass(60_000);
        result = false;
        timers.pass(20_000);

        assertThat(concluded).containsExactly("ready NOT_YET broken", "ready PASSED fine", "ready FAILED broken");
    }

    @Test
    void theStartupProbeGatesTheOthers() {
        result = false;
        begin(new Probes(every(1, 1, 60), every(10, 1, 3), every(10, 1, 1)), Concluded.NOTHING);
        timers.pass(30_000);
        assertThat(concluded).as("a live probe would have failed").containsExactly("startup NOT_YET broken");

        result = true;
        timers.pass(3_000);

        assertThat(concluded).containsSubsequence("startup PASSED fine", "ready PASSED fine");
    }

    @Test
    void aStartupProbeThatNeverPassesFailsOnce() {
        result = false;
        begin(new Probes(every(1, 1, 3), null, every(10, 1, 3)), Concluded.NOTHING);

        timers.pass(60_000);

        assertThat(concluded).containsExactly("startup NOT_YET broken", "startup FAILED broken");
        assertThat(timers.armed()).isZero();
    }

    @Test
    void aCheckThatTakesTooLongFailsAndTheNextOneIsMadeOnlyWhenItIsOver() {
        result = null;
        endsAtOnce = false;
        begin(new Probes(null, null, every(10, 1, 3)), Concluded.READY);

        timers.pass(25_000);
        assertThat(checks).as("never two in flight").hasSize(1);
        timers.pass(10_000);

        assertThat(concluded).singleElement().asString().startsWith("live FAILED check: the last check has not ended");
    }

    @Test
    void aCheckThatIsOverAfterItsTimeOutIsFollowedByTheNext() {
        result = null;
        begin(new Probes(null, null, every(10, 1, 3)), Concluded.READY);
        timers.pass(31_000);

        assertThat(checks).hasSize(3);
        assertThat(concluded).containsExactly("live FAILED check: no result within 1 s");
    }

    @Test
    void aProcessThatHadNoTimeItselfBlamesNoRun() {
        result = null;
        begin(new Probes(null, null, every(10, 1, 1)), Concluded.READY);
        timers.pass(10);

        timers.stall(60_000);
        result = true;
        timers.pass(30_000);

        assertThat(concluded).isEmpty();
        assertThat(checks).hasSizeGreaterThan(1);
    }

    @Test
    void anAdoptedRunThatWasReadyStaysSoUntilItsProbeFails() {
        begin(new Probes(every(1, 1, 60), every(10, 1, 2), null), Concluded.READY);
        timers.pass(30_000);
        assertThat(concluded).isEmpty();

        result = false;
        timers.pass(20_000);

        assertThat(concluded).containsExactly("ready FAILED broken");
    }

    @Test
    void aRunThatIsNotReadyForAMinuteIsReported() {
        result = false;
        begin(new Probes(null, every(10, 1, 3), null), Concluded.STARTED);

        timers.pass(61_000);

        assertThat(concluded).containsExactly("ready NOT_YET broken", "ready OVERDUE broken");
    }

    @Test
    void readyAndStoppingByNotifyAreBelieved() {
        RunProbes probes =
                begin(new Probes(null, byNotify(ProbeKind.READY, Check.Notify.Access.ALL), null), Concluded.STARTED);

        probes.receive(says("STATUS", "loading"));
        probes.receive(says("READY", "1"));
        probes.receive(says("READY", "1"));
        probes.receive(says("STOPPING", "1"));

        assertThat(concluded)
                .containsExactly(
                        "status loading",
                        "ready PASSED READY=1",
                        "ready FAILED STOPPING=1: the run ends by its own decision");
    }

    @Test
    void anAdoptedRunThatWasReadyStaysSoWhateverElseItSays() {
        RunProbes probes =
                begin(new Probes(null, byNotify(ProbeKind.READY, Check.Notify.Access.ALL), null), Concluded.READY);

        probes.receive(says("WATCHDOG", "1"));
        probes.receive(says("RELOADING", "1"));
        assertThat(concluded).isEmpty();
        probes.receive(says("STOPPING", "1"));

        assertThat(concluded).containsExactly("ready FAILED STOPPING=1: the run ends by its own decision");
    }

    @Test
    void withAccessMainOnlyTheLeaderIsBelieved() {
        RunProbes probes =
                begin(new Probes(null, byNotify(ProbeKind.READY, Check.Notify.Access.MAIN), null), Concluded.STARTED);

        probes.receive(new Notice(RUN, false, Map.of("READY", "1", "STATUS", "not mine")));
        assertThat(concluded).isEmpty();
        probes.receive(new Notice(RUN, true, Map.of("READY", "1")));

        assertThat(concluded).containsExactly("ready PASSED READY=1");
    }

    @Test
    void readyThatIsSaidBeforeTheStartupProbePassesCountsWhenItHas() {
        result = null;
        RunProbes probes = begin(
                new Probes(every(1, 1, 60), byNotify(ProbeKind.READY, Check.Notify.Access.ALL), null),
                Concluded.NOTHING);
        probes.receive(says("READY", "1"));
        assertThat(concluded).isEmpty();

        result = true;
        timers.pass(3_000);

        assertThat(concluded).contains("startup PASSED fine", "ready PASSED READY=1");
    }

    @Test
    void aStartByNotifyMayTakeAsLongAsTheRunExtendsIt() {
        RunProbes probes =
                begin(new Probes(byNotify(ProbeKind.STARTUP, Check.Notify.Access.ALL), null, null), Concluded.NOTHING);
        timers.pass(80_000);
        probes.receive(says("EXTEND_TIMEOUT_USEC", "60000000"));
        timers.pass(55_000);
        assertThat(concluded).filteredOn(each -> each.startsWith("startup")).isEmpty();

        timers.pass(10_000);

        assertThat(concluded).last().asString().isEqualTo("startup FAILED no READY=1 within 90.0 s");
    }

    @Test
    void aWatchdogFailsWhenTheRunFallsSilent() {
        RunProbes probes =
                begin(new Probes(null, null, byNotify(ProbeKind.LIVE, Check.Notify.Access.ALL)), Concluded.READY);
        for (int i = 0; i < 10; i++) {
            timers.pass(20_000);
            probes.receive(says("WATCHDOG", "1"));
        }
        assertThat(concluded).isEmpty();

        timers.pass(31_000);

        assertThat(concluded).containsExactly("live FAILED no WATCHDOG=1 within 30.0 s");
    }

    @Test
    void aWatchdogDoesNotFailBecauseThisProcessWasStopped() {
        RunProbes probes =
                begin(new Probes(null, null, byNotify(ProbeKind.LIVE, Check.Notify.Access.ALL)), Concluded.READY);
        timers.stall(600_000);
        timers.pass(100);
        probes.receive(says("WATCHDOG", "1"));
        timers.pass(20_000);

        assertThat(concluded).isEmpty();
    }

    @Test
    void aRunCanTriggerItsWatchdogAndSetItsPeriod() {
        RunProbes probes =
                begin(new Probes(null, null, byNotify(ProbeKind.LIVE, Check.Notify.Access.ALL)), Concluded.READY);
        probes.receive(says("WATCHDOG_USEC", "100000000"));
        timers.pass(90_000);
        assertThat(concluded).isEmpty();

        probes.receive(says("WATCHDOG", "trigger"));

        assertThat(concluded).singleElement().asString().startsWith("live FAILED WATCHDOG=trigger");
    }

    @Test
    void aFloodOfStatusTextsIsThinnedOut() {
        RunProbes probes =
                begin(new Probes(null, byNotify(ProbeKind.READY, Check.Notify.Access.ALL), null), Concluded.STARTED);
        for (int i = 0; i < 1_000; i++) {
            probes.receive(says("STATUS", "step " + i));
        }
        timers.pass(1_500);

        assertThat(concluded).containsExactly("status step 0", "status step 999");
    }

    @Test
    void theEndLeavesNoTimerAndNoCheck() {
        result = null;
        RunProbes probes = begin(new Probes(null, every(10, 1, 3), every(10, 1, 3)), Concluded.STARTED);
        timers.pass(100);

        probes.end();

        assertThat(timers.armed()).isZero();
        assertThat(aborted).hasSize(2);
        checks.forEach(check -> check.tryComplete(Finding.failed("late")));
        assertThat(concluded).isEmpty();
    }
}
