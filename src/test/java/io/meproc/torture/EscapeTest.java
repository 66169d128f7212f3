package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.LauncherChoice;
import io.meproc.task.Answer;
import io.meproc.task.Phase;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.Cause.Stopped;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus.Exited;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that leave their group, their parents or their environment, and are found nevertheless. */
@Tag("slow")
class EscapeTest {
    @TempDir
    private Path directory;

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
                assertThat(stopped.status()).isEqualTo(Supervised.endedBy(Signal.TERM, launcher));
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
            String hidden = "env -i setsid sh -c 'trap \"\" TERM; echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                    + "; while :; do env -i sleep 0.01; done' & ";
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

    /** Neither its environment, its output, its session nor, once its parent has ended, its parent tells whose it is. */
    private String silent(Path pid) {
        return "env -i setsid sh -c 'trap \"\" TERM; exec >/dev/null 2>&1; echo $$ >" + pid + ".new; mv " + pid
                + ".new " + pid + "; while :; do env -i sleep 0.01; done' & ";
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aChildThatOnlyItsParentTellsOfIsEndedThoughTheSignalComesFirst(LauncherChoice launcher) throws Exception {
        Path pid = directory.resolve("pid");
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start("parent", TaskOrder.line(silent(pid) + "wait").grace(300));
            endsWith("parent", side, pid);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE"})
    void aChildThatOnlyAnOrphanOfTheGroupTellsOfIsEnded(LauncherChoice launcher) throws Exception {
        Path pid = directory.resolve("pid");
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start(
                    "orphan",
                    TaskOrder.line("(sh -c \""
                                    + silent(pid).replace("\"", "\\\"").replace("$", "\\$")
                                    + "wait\" &) & exec sleep 1000")
                            .grace(300));
            endsWith("orphan", side, pid);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aChildThatOnlyALeaderTellsOfThatIsSignalledAloneIsEnded(LauncherChoice launcher) throws Exception {
        Path pid = directory.resolve("pid");
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start("leader", TaskOrder.line(silent(pid) + "wait").toLeader().grace(300));
            endsWith("leader", side, pid);
        }
    }

    private static void endsWith(String task, Supervised side, Path pid) throws IOException {
        Supervised.eventually(() -> Files.exists(pid));
        long child = Long.parseLong(Files.readString(pid).strip());
        try {
            Answer answer = side.stop(task);

            assertThat(Supervised.lives(child)).isFalse();
            assertThat(answer.refusal()).isEmpty();
            assertThat(answer.note()).contains(child + " (sh ").contains(") had left the process group and was killed");
        } finally {
            ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
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
    void daemonsThatComeThroughAChainOfShortLivedProcessesAreWaitedFor(LauncherChoice launcher) {
        int count = 60;
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "chain",
                    TaskOrder.line("((setsid sh -c '(exec sleep 1009 &) & exit 0' &) &) & exit 0")
                            .replicas(count)
                            .waitForAll());
            side.awaitCommand("sleep 1009", count);
            Supervised.eventually(() -> side.task("chain").counts().equals(Map.of(Phase.LINGERING, count)));

            side.stop("chain");

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
            side.awaitCommand("sleep 1006", 1);
            side.awaitCommand("sleep 1000", 1);

            assertThat(side.stop("gone")).isEqualTo(Answer.DONE);

            assertThat(side.marked()).isEqualTo(2);
            side.start("later", TaskOrder.line("(setsid sleep 1007 &) & exit 2"));
            Supervised.eventually(() -> side.marked() == 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whoEscapedIsFoundThoughItLoadsAnotherProgramAtThatMoment(LauncherChoice launcher) throws IOException {
        Path again = directory.resolve("again");
        Files.writeString(again, "#!/bin/sh\nexec \"$0\"\n");
        Files.setPosixFilePermissions(again, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path gate = directory.resolve("gate");
        String escapes = "for i in $(seq 40); do setsid sh -c 'echo $$; exec " + again + "' & done; ";
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "restless", TaskOrder.line(escapes + "while [ ! -e " + gate + " ]; do sleep 0.02; done; exit 2"));
            Supervised.eventually(() -> side.output("restless").lines().count() == 40);
            List<Long> pids =
                    side.output("restless").lines().map(Long::parseLong).toList();

            Files.createFile(gate);

            Supervised.eventually(() -> pids.stream().noneMatch(Supervised::lives));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE"})
    void aChainOfProcessesThatLiveForAMillisecondHidesFromNoStop(LauncherChoice launcher) throws Exception {
        try (Supervised side = new Supervised(directory, launcher)) {
            Path count = Files.createFile(directory.resolve("count"));
            String chain = "use POSIX; $SIG{TERM} = 'IGNORE'; open(F, '>>', '" + count + "'); for (1..500) {"
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
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void nobodyCanJoinTheGroupOfAnotherTask(LauncherChoice launcher) {
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

            assertThat(answer.note()).doesNotContain("had left the process group");
            assertThat(side.marked()).isEqualTo(1);
        }
    }
}
