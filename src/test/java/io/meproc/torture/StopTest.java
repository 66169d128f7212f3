package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.LauncherChoice;
import io.meproc.task.Answer;
import io.meproc.task.Phase;
import io.meproc.task.command.Limit;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.Cause.Stopped;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus.Exited;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that don't want to be stopped, and what is recorded of it. */
@Tag("slow")
class StopTest {
    private static final String STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

    @TempDir
    private Path directory;

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
                assertThat(stopped.status()).isEqualTo(Supervised.endedBy(Signal.TERM, launcher));
                assertThat(stopped.forced()).isFalse();
            });
            assertThat(side.endOfStop("stubborn").cause()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.status()).isEqualTo(Supervised.endedBy(Signal.KILL, launcher));
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
    void whoIsStoppedBySigstopIsWokenToEnd(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "frozen", TaskOrder.line("kill -STOP $$; exec sleep 1000").daemon());
            long pid = side.replica("frozen", 0).pid();
            Supervised.eventually(
                    () -> Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T "));

            assertThat(side.endOfStop("frozen").cause()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.forced()).isFalse();
                assertThat(stopped.status()).isEqualTo(Supervised.endedBy(Signal.TERM, launcher));
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
                    .isEqualTo(new Cause.TimedOut(
                            Supervised.endedBy(Signal.TERM, launcher), Duration.ofMillis(150), false));
            assertThat(side.end("slower", 0).cause())
                    .isEqualTo(new Cause.TimedOut(
                            Supervised.endedBy(Signal.KILL, launcher), Duration.ofMillis(150), true));
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
    @EnumSource(names = {"NATIVE"})
    void aForkBombWithinItsLimitIsEndedWhole(LauncherChoice launcher) throws IOException {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "bomb",
                    TaskOrder.args("perl", "-e", "$SIG{TERM} = 'IGNORE'; fork while 1")
                            .user(idleAccount())
                            .limit(Limit.Resource.NPROC, 60, 60)
                            .grace(300));
            Supervised.eventually(() -> side.marked() > 40);
            assertThat(side.marked()).isLessThanOrEqualTo(60);

            assertThat(side.stop("bomb").refusal()).isEmpty();

            assertThat(side.marked()).isZero();
        }
    }

    /** An account without a process: the limit counts all that an account has on the machine, see setrlimit(2). */
    private static String idleAccount() throws IOException {
        List<String> accounts = Files.readAllLines(Path.of("/etc/passwd")).stream()
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
        Set<String> busy = ProcessHandle.allProcesses()
                .flatMap(process -> process.info().user().stream())
                .collect(Collectors.toSet());
        return Stream.of("uucp", "news", "irc", "list", "backup", "man", "lp", "mail", "nobody")
                .filter(name -> accounts.contains(name) && !busy.contains(name))
                .findFirst()
                .orElseThrow();
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
}
