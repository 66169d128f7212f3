package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.LauncherChoice;
import io.meproc.task.Answer;
import io.meproc.task.Phase;
import io.meproc.task.command.Limit;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.Cause.Stopped;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.ExitStatus.Exited;
import io.meproc.task.exit.ExitStatus.Signaled;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that don't want to be stopped, and what is recorded of it. */
class StopTest {
    private static final String STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

    @TempDir
    private Path directory;

    /** Through Java, an end by a signal looks like a code. */
    private static ExitStatus by(Signal signal, LauncherChoice launcher) {
        return launcher == LauncherChoice.NATIVE
                ? new Signaled(signal.number(), false)
                : new Exited(128 + signal.number());
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whatIgnoresTermIsKilledAndNamed(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("stubborn", TaskOrder.line(STUBBORN).grace(200));
            side.awaitOutput("stubborn", "ready");
            long pid = side.replica("stubborn", 0).pid();

            Answer answer = side.stop("stubborn");

            assertThat(answer.refusal()).isEmpty();
            assertThat(answer.note())
                    .startsWith("stubborn:0: process " + pid + " did not end in ")
                    .contains(" s and was killed")
                    .doesNotContain("left the process group");
            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aStopRecordsItsSignalAndWhetherItWasForced(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("kind", TaskOrder.line("exec sleep 1000").daemon());
            side.start("stubborn", TaskOrder.line(STUBBORN).daemon().grace(200));
            side.awaitOutput("stubborn", "ready");

            assertThat(side.endOfStop("kind").cause()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.status()).isEqualTo(by(Signal.TERM, launcher));
                assertThat(stopped.forced()).isFalse();
            });
            assertThat(side.endOfStop("stubborn").cause()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.status()).isEqualTo(by(Signal.KILL, launcher));
                assertThat(stopped.forced()).isTrue();
                assertThat(stopped.took()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void childrenInTheGroupEndWithIt(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("tree", TaskOrder.line("sh -c 'sleep 1000; :' & sh -c 'sleep 1001; :' & wait"));
            Supervised.eventually(() -> side.marked() == 5);

            assertThat(side.stop("tree")).isEqualTo(Answer.DONE);

            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whoLeftTheGroupForASessionOfItsOwnIsFoundAndNamed(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "escape",
                    TaskOrder.line("setsid sleep 1002 & exec sleep 1000").daemon());
            side.awaitCommand("sleep 1002", 1);

            End end = side.endOfStop("escape");

            assertThat(end.cause()).isInstanceOf(Stopped.class);
            if (launcher == LauncherChoice.NATIVE) {
                assertThat(end.leftovers()).singleElement().satisfies(left -> {
                    assertThat(left.command()).isEqualTo("sleep 1002");
                    assertThat(left.outside()).isTrue();
                    assertThat(left.killed()).isFalse();
                });
            }
            side.stop("escape");
            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aDoubleForkIntoAnotherSessionThatIgnoresTermIsKilled(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            String escapee = "(setsid sh -c \"trap '' TERM; echo ready; while :; do sleep 0.05; done\" &) & ";
            side.start(
                    "twice",
                    TaskOrder.line(escapee + "exec sleep 1000").daemon().grace(300));
            side.awaitOutput("twice", "ready");

            End end = side.endOfStop("twice");

            assertThat(end.cause()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.status()).isEqualTo(by(Signal.TERM, launcher));
                assertThat(stopped.forced()).isTrue();
            });
            assertThat(end.leftovers()).anySatisfy(left -> {
                assertThat(left.command()).startsWith("sh -c trap '' TERM");
                assertThat(left.outside()).isTrue();
                assertThat(left.killed()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aChildThatClearedItsEnvironmentIsKnownByItsParent(LauncherChoice launcher) throws Exception {
        try (Supervised side = new Supervised(directory, launcher)) {
            Path pid = directory.resolve("pid");
            String hidden = "env -i setsid sh -c 'echo $$ >" + pid + "; exec sleep 1003' & ";
            side.start(
                    "hidden",
                    TaskOrder.line("trap '' TERM; " + hidden + "while :; do sleep 0.05; done")
                            .grace(100));
            Supervised.eventually(
                    () -> Files.exists(pid) && !Files.readString(pid).isBlank());
            long hiddenPid = Long.parseLong(Files.readString(pid).strip());

            side.stop("hidden");

            assertThat(Supervised.lives(hiddenPid)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aStopLooksBeforeItEndsTheParentThatTellsOfAHiddenChild(LauncherChoice launcher) throws Exception {
        Path pid = directory.resolve("pid");
        try (Supervised side = new Supervised(directory, launcher)) {
            String hidden = "env -i setsid sh -c 'echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                    + "; trap \"\" TERM; while :; do env -i sleep 0.01; done' & ";
            side.start("parent", TaskOrder.line(hidden + "wait").grace(300));
            Supervised.eventually(() -> Files.exists(pid));
            long child = Long.parseLong(Files.readString(pid).strip());

            Answer answer = side.stop("parent");

            assertThat(Supervised.lives(child)).isFalse();
            assertThat(answer.refusal()).isEmpty();
            assertThat(answer.note())
                    .contains("parent:0: " + child + " (sh ")
                    .contains(") had left the process group and was killed");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whoIsStoppedBySigstopIsWokenToEnd(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "frozen", TaskOrder.line("kill -STOP $$; exec sleep 1000").daemon());
            long pid = side.replica("frozen", 0).pid();
            Supervised.eventually(
                    () -> Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T "));

            assertThat(side.endOfStop("frozen").cause()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.forced()).isFalse();
                assertThat(stopped.status()).isEqualTo(by(Signal.TERM, launcher));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void theStepsOfAStopComeOneAfterTheOther(LauncherChoice launcher) throws Exception {
        try (Supervised side = new Supervised(directory, launcher)) {
            // Not INT: whoever is started in the background by a script ignores it, and what Java starts then does too.
            String line = "trap 'echo first' USR1; trap 'echo second' USR2; trap 'echo third; exit 5' TERM;"
                    + " echo ready; while :; do sleep 0.02; done";
            side.start(
                    "steps",
                    TaskOrder.line(line)
                            .stop(
                                    new Step(Signal.USR1, Duration.ofMillis(150)),
                                    new Step(Signal.USR2, Duration.ofMillis(150)),
                                    new Step(Signal.TERM, Duration.ofSeconds(60)))
                            .daemon());
            side.awaitOutput("steps", "ready");

            assertThat(side.endOfStop("steps").cause()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.status()).isEqualTo(new Exited(5));
                assertThat(stopped.forced()).isFalse();
                assertThat(stopped.took()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(60));
            });
            // The shell tells how its own children have ended, in lines of its own.
            assertThat(side.output("steps").lines().filter(List.of("first", "second", "third")::contains))
                    .as(side.output("steps"))
                    .containsExactly("first", "second", "third");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aRunThatTakesTooLongTimesOut(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("slow", TaskOrder.line("exec sleep 1000").timeout(150));
            side.start("slower", TaskOrder.line(STUBBORN).timeout(150).grace(100));
            side.start("quick", TaskOrder.line("exit 4").timeout(60_000));

            assertThat(side.end("slow", 0).cause())
                    .isEqualTo(new Cause.TimedOut(by(Signal.TERM, launcher), Duration.ofMillis(150), false));
            assertThat(side.end("slower", 0).cause())
                    .isEqualTo(new Cause.TimedOut(by(Signal.KILL, launcher), Duration.ofMillis(150), true));
            assertThat(side.end("quick", 0).cause()).isEqualTo(new Cause.Own(new Exited(4), false));
            side.awaitPhase("slow", Phase.FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE"})
    void whatALeaderLeavesBehindIsEndedAndNamedWhenItMustBeKilled(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "leader",
                    TaskOrder.line("sh -c \"" + STUBBORN.replace("\"", "") + "\" & sleep 0.2; exit 6")
                            .grace(200));
            side.awaitPhase("leader", Phase.LINGERING);

            End end = side.end("leader", 0);

            assertThat(end.cause()).isEqualTo(new Cause.Own(new Exited(6), false));
            assertThat(end.leftovers()).anySatisfy(left -> {
                assertThat(left.outside()).isFalse();
                assertThat(left.killed()).isTrue();
                assertThat(left.command()).startsWith("sh -c trap");
            });
            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aTaskMayWaitForWhatOutlivesItsFirstProcess(LauncherChoice launcher) throws Exception {
        try (Supervised side = new Supervised(directory, launcher)) {
            Path gate = directory.resolve("gate");
            String rest = "(setsid sh -c 'while [ ! -e " + gate + " ]; do sleep 0.02; done; echo last' &) & ";
            side.start("wait", TaskOrder.line(rest + "exit 3").waitForAll());
            side.awaitPhase("wait", Phase.LINGERING);
            assertThat(side.replica("wait", 0).history().last()).isNull();

            Files.createFile(gate);

            End end = side.end("wait", 0);
            assertThat(end.cause()).isEqualTo(new Cause.Own(new Exited(3), false));
            assertThat(end.leftovers()).isEmpty();
            assertThat(side.output("wait")).isEqualTo("last\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aDaemonInTheBackgroundThatIsWaitedForCanBeStopped(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "background",
                    TaskOrder.line("(setsid sh -c 'echo away; exec sleep 1004' &) & exit 0")
                            .waitForAll());
            side.awaitCommand("sleep 1004", 1);
            side.awaitPhase("background", Phase.LINGERING);

            Answer answer = side.stop("background");

            assertThat(answer.note()).contains("(sleep 1004) had left the process group and was ended");
            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whatEscapedARunThatEndedByItselfIsEndedSoonAndBeforeItsTaskIsForgotten(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("gone", TaskOrder.line("(setsid sleep 1005 &) & exit 2"));
            side.start("stays", TaskOrder.line("(setsid sleep 1006 &) & exec sleep 1000"));
            assertThat(side.end("gone", 0).cause()).isEqualTo(new Cause.Own(new Exited(2), false));

            assertThat(side.stop("gone")).isEqualTo(Answer.DONE);

            assertThat(side.marked()).isEqualTo(2);
            side.start("later", TaskOrder.line("(setsid sleep 1007 &) & exit 2"));
            Supervised.eventually(() -> side.marked() == 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE"})
    void aForkBombWithinItsLimitIsEndedWhole(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "bomb",
                    TaskOrder.args("perl", "-e", "$SIG{TERM} = 'IGNORE'; fork while 1")
                            .user("nobody")
                            .limit(Limit.Resource.NPROC, 60, 60)
                            .grace(300));
            Supervised.eventually(() -> side.marked() > 40);
            assertThat(side.marked()).isLessThanOrEqualTo(60);

            assertThat(side.stop("bomb").refusal()).isEmpty();

            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE"})
    void hundredsThatStopAtOnceAreServedTogether(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "many",
                    TaskOrder.line("(setsid sleep 1008 &) & exec sleep 1000").replicas(200));
            side.awaitCommand("sleep 1008", 200);
            side.awaitCommand("sleep 1000", 200);

            Answer answer = side.stop("many");

            assertThat(answer.note()).contains("(sleep 1008) had left the process group and was ended", "and 190 more");
            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE"})
    void aChainOfProcessesThatLiveForAMillisecondHidesFromNoStop(LauncherChoice launcher) throws Exception {
        try (Supervised side = new Supervised(directory, launcher)) {
            Path count = Files.createFile(directory.resolve("count"));
            String chain = "use POSIX; $SIG{TERM} = 'IGNORE'; open(F, '>>', '" + count + "'); for (1..2000) {"
                    + " my $p = fork; exit if $p; setsid; syswrite(F, '.'); select(undef, undef, undef, 0.001); }";
            side.start(
                    "chain",
                    TaskOrder.args("sh", "-c", "perl -e \"$1\" & exec sleep 1000", "sh", chain)
                            .grace(300));
            Supervised.eventually(() -> Files.size(count) > 50);

            Answer answer = side.stop("chain");

            long stopped = Files.size(count);
            assertThat(answer.refusal().isPresent() || side.marked() == 0).isTrue();
            assertThat(answer.refusal().isPresent() || Files.size(count) == stopped)
                    .isTrue();
            Supervised.eventually(() -> side.marked() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE"})
    void whoJoinsTheGroupOfAnotherTaskEndsWithItsOwn(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("host", TaskOrder.args("sleep", "1021"));
            long host = side.replica("host", 0).pid();
            side.start(
                    "guest",
                    TaskOrder.args(
                            "perl",
                            "-e",
                            "if (!fork) { setpgrp(0, " + host + "); exec 'sleep', '1022' } exec 'sleep', '1023'"));
            side.awaitCommand("sleep 1022", 1);
            side.awaitCommand("sleep 1023", 1);

            Answer answer = side.stop("guest");

            assertThat(answer.note()).contains("(sleep 1022) had left the process group");
            assertThat(side.marked()).isEqualTo(1);
        }
    }
}
