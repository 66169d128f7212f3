package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.LauncherChoice;
import io.meproc.task.Refusal;
import io.meproc.task.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Obstacles at a start that can be repaired, or that are known before a process is stopped for it. */
@Tag("slow")
class ObstacleTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aLogDirectoryThatWasRemovedIsMadeAgain(LauncherChoice launcher) throws Exception {
        Path logs = directory.resolve("logs");
        try (Supervised side = new Supervised(logs, launcher)) {
            side.start("log", TaskOrder.line("echo here; exec sleep 1000"));
            side.awaitOutput("log", "here");
            remove(logs);

            assertThat(side.ask(new Request.Restart("log", true)).refusal()).isEmpty();
            side.awaitOutput("log", "here");
            remove(logs.resolve("log"));

            assertThat(side.ask(new Request.Restart("log", true)).refusal()).isEmpty();
            side.awaitOutput("log", "here");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs)))
                    .isEqualTo("rwx------");
            side.stop("log");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aRestartThatWouldFailLeavesWhatRunsAlone(LauncherChoice launcher) throws Exception {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\nexec sleep 1000\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path place = Files.createDirectory(directory.resolve("place"));
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start("cwd", TaskOrder.args("sleep", "1000").cwd(place));
            side.start("program", TaskOrder.args(program.toString()));
            side.start("log", TaskOrder.args("sleep", "1000"));
            side.awaitCommand("sleep 1000", 3);
            Files.delete(place);
            Files.delete(program);
            remove(directory.resolve("logs/log"));
            Files.writeString(directory.resolve("logs/log"), "no directory");

            assertThat(left(side, "cwd")).contains("cwd " + place + ": there is no such directory");
            assertThat(left(side, "program")).contains("exec " + program + ": No such file or directory (ENOENT)");
            assertThat(left(side, "log")).contains("log");
            for (String task : List.of("cwd", "program", "log")) {
                side.stop(task);
            }
        }
    }

    /** What a restart says that leaves the process of a task running. */
    private static String left(Supervised side, String task) {
        long pid = side.replica(task, 0).pid();
        Refusal refusal = side.ask(new Request.Restart(task, true)).refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.START_FAILED);
        assertThat(side.replica(task, 0).pid()).isEqualTo(pid);
        assertThat(Supervised.lives(pid)).isTrue();
        return refusal.detail();
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
