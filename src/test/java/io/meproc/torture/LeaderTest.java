package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.LauncherChoice;
import io.meproc.task.exit.Cause.Stopped;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Leftover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to the leader of a run, and to what outlives it. */
@Tag("slow")
class LeaderTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aStopToTheLeaderLetsItsJobFinish(LauncherChoice launcher) throws IOException {
        try (Supervised side = new Supervised(directory, launcher)) {
            String job = "sh -c 'echo begun; sleep 0.5; echo finished' & ";
            side.start(
                    "job",
                    TaskOrder.line("trap 'wait; echo left; exit 0' TERM; " + job + "while :; do sleep 0.05; done")
                            .toLeader());
            side.awaitOutput("job", "begun");

            End end = side.endOfStop("job");

            assertThat(end.cause())
                    .isInstanceOfSatisfying(
                            Stopped.class,
                            stopped -> assertThat(stopped.forced()).isFalse());
            assertThat(side.output("job")).startsWith("begun\nfinished\nleft\n");
            side.stop("job");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whatOutlivesALeaderThatWasAskedAloneIsAskedThen(LauncherChoice launcher) throws IOException {
        try (Supervised side = new Supervised(directory, launcher)) {
            String worker = "sh -c 'trap \"echo asked; exit\" TERM; echo ready; while :; do sleep 0.05; done' & ";
            side.start(
                    "pool",
                    TaskOrder.line("trap 'echo leader; exit 0' TERM; " + worker + "while :; do sleep 0.05; done")
                            .toLeader()
                            .grace(20_000));
            side.awaitOutput("pool", "ready");

            End end = side.endOfStop("pool");

            assertThat(end.cause())
                    .isInstanceOfSatisfying(
                            Stopped.class,
                            stopped -> assertThat(stopped.forced()).isFalse());
            assertThat(side.output("pool")).containsSubsequence("ready\n", "leader\n", "asked\n");
            side.stop("pool");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void sigkillReachesAllOfARunWhoseLeaderWasAskedAlone(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start(
                    "deaf",
                    TaskOrder.line("trap '' TERM; sleep 1002 & echo ready; while :; do sleep 0.05; done")
                            .toLeader()
                            .grace(200));
            side.awaitOutput("deaf", "ready");

            End end = side.endOfStop("deaf");

            assertThat(end.cause())
                    .isInstanceOfSatisfying(
                            Stopped.class,
                            stopped -> assertThat(stopped.forced()).isTrue());
            side.stop("deaf");
            assertThat(side.marked()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whatIsLeftOnPurposeLivesOnAndIsNamed(LauncherChoice launcher) throws Exception {
        Path pids = directory.resolve("pids");
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start(
                    "leave",
                    TaskOrder.line("setsid sleep 1004 & echo $! >" + pids + "; sleep 1005 & echo $! >>" + pids
                                    + "; sleep 0.2")
                            .leave());
            End end = side.end("leave", 0);
            try {
                assertThat(end.leftovers())
                        .allSatisfy(left -> assertThat(left.released()).isTrue())
                        .extracting(left -> Long.toString(left.pid()))
                        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(pids));
                // A look for what has outlived other runs, and the end of the task, pass them by.
                side.start("other", TaskOrder.line("setsid sleep 1006 &"));
                side.end("other", 0);
                Supervised.eventually(() -> !outlived(side, "other").leftovers().isEmpty());
                assertThat(side.stop("leave").refusal()).isEmpty();

                for (String pid : Files.readAllLines(pids)) {
                    assertThat(Supervised.lives(Long.parseLong(pid))).isTrue();
                }
            } finally {
                for (String pid : Files.readAllLines(pids)) {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                    Supervised.eventually(() -> !Supervised.lives(Long.parseLong(pid)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whatWasEndedAfterItsLeaderIsNamedInItsEnd(LauncherChoice launcher) {
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("after", TaskOrder.line("setsid sleep 1007 & sleep 1008 & sleep 0.2"));
            side.end("after", 0);

            Supervised.eventually(() -> outlived(side, "after").leftovers().size() == 2);

            assertThat(outlived(side, "after").leftovers())
                    .extracting(Leftover::command)
                    .containsExactlyInAnyOrder("sleep 1007", "sleep 1008");
        }
    }

    private static End outlived(Supervised side, String task) {
        return Objects.requireNonNull(side.replica(task, 0).history().last());
    }
}
