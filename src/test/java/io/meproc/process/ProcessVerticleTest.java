package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meproc.linux.Abi;
import io.meproc.process.scan.ProcFiles;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders among many, and the verticle's own life. */
class ProcessVerticleTest {
    @TempDir
    private Path directory;

    @Test
    void aTaskOfOneDoesNotWaitForATaskOfThousands() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Run victim = side.live("victim", "exec sleep 1000");
            List<Run> crowd = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                crowd.add(side.order("crowd", i, new Command(":", null, null)));
            }
            Run single = side.order("single", ":");
            side.send(victim, Signal.KILL);

            side.exit(victim);
            side.exit(single);
            List<Run> spawned = side.spawned();

            assertThat(spawned.size()).isLessThan(crowd.size());
            ProcessSide.eventually(() -> side.ended() == crowd.size() + 2);
            assertThat(side.spawned().stream()
                            .filter(run -> run.replica().task().equals("crowd"))
                            .toList())
                    .isEqualTo(crowd);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aRunIsReportedWithTheLengthOfTheOutputBeforeIt(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run first = side.live("a", "echo first");
            side.exit(first);
            Run second = side.live("a", "echo second");
            side.exit(second);
            assertThat(side.reports(first).get(0))
                    .isInstanceOfSatisfying(
                            Report.Spawned.class,
                            report -> assertThat(report.output()).isZero());
            assertThat(side.reports(second).get(0))
                    .isInstanceOfSatisfying(
                            Report.Spawned.class,
                            report -> assertThat(report.output()).isEqualTo(6));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aRunIsReportedWithTheStartTimeOfItsLeader(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.live("web", "exec sleep 1000");
            ProcFiles.Stat leader = ProcFiles.stat((int) side.pid(run));

            assertThat(side.reports(run).get(0))
                    .isInstanceOfSatisfying(
                            Report.Spawned.class,
                            spawned -> assertThat(spawned.started())
                                    .isPositive()
                                    .isEqualTo(Objects.requireNonNull(leader).started()));
            assertThat(ProcFiles.started(Integer.MAX_VALUE)).isZero();
            side.send(run, Signal.KILL);
            side.exit(run);
        }
    }

    @Test
    void everySpawnThatStillWaitsIsAnsweredWhenTheVerticleStops() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            side.exit(side.order("first", ":"));
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                runs.add(side.order("crowd", i, new Command(":", null, null)));
            }
            side.undeploy();

            ProcessSide.eventually(
                    () -> runs.stream().noneMatch(run -> side.reports(run).isEmpty()));
            List<Run> refused = runs.stream()
                    .filter(run -> side.has(run, Report.SpawnFailed.class))
                    .toList();
            assertThat(refused).isNotEmpty();
            assertThat(side.failure(refused.get(0))).isEqualTo("Meproc is shutting down");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void undeployingLeavesProcessesAliveAndNoThread(LauncherChoice choice) throws Exception {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Path gate = directory.resolve("gate");
            Run run = side.live("survivor", "while [ ! -e " + gate + " ]; do sleep 0.02; done; echo done");

            side.undeploy();

            ProcessSide.eventually(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("meproc-")));
            assertThat(Proc.marked(side.instance())).contains(side.pid(run));
            Files.createFile(gate);
            ProcessSide.eventually(() -> Files.readString(side.log(run)).equals("done\n"));
        }
    }

    @Test
    void theBestLauncherIsChosen() {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.AUTO)) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .anyMatch(thread -> thread.getName().equals("meproc-exit-watcher"));
            side.exit(side.order("auto", ":"));
        }
    }

    @Test
    void whereTheNativeLauncherIsImpossibleAutoTakesThePortableAndNativeFails() {
        String architecture = System.getProperty("os.arch");
        System.setProperty("os.arch", "mips64");
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.AUTO)) {
            side.exit(side.order("portable", ":"));
            assertThat(String.valueOf(side.check(new Command(":", "games", null))))
                    .contains("user and group can't be set here: unknown architecture mips64");
            assertThatThrownBy(() -> new ProcessSide(directory, LauncherChoice.NATIVE))
                    .hasMessageContaining("the native launcher can't work here: unknown architecture mips64");
        } finally {
            System.setProperty("os.arch", architecture);
        }
    }

    @Test
    void aLogDirectoryThatCannotBeMadeIsAReasonNotToStart() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> new ProcessSide(file.resolve("logs"), LauncherChoice.AUTO))
                .hasMessageContaining("the log directory " + file.resolve("logs") + " can't be created");
    }

    @Test
    void anArchitectureWithUnknownNumbersIsNotGuessedAt() {
        assertThat(Abi.of("aarch64")).isEqualTo(Abi.AARCH64);
        assertThat(Abi.of("mips64")).isNull();
    }
}
