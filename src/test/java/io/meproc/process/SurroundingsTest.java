package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process finds around it when it starts. */
class SurroundingsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aProcessHasNothingOpenButItsInputAndItsLog(LauncherChoice choice) throws IOException {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.live("files", "exec sleep 1000");
            String log = directory.resolve("files/0.log").toString();
            ProcessSide.eventually(() -> Proc.stat(side.pid(run)).length > 0);

            assertThat(Proc.descriptors(side.pid(run)))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(0, "/dev/null", 1, log, 2, log));

            side.send(run, Signal.KILL);
            side.exit(run);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void outputAndErrorsAreAppendedAsTheyAre(LauncherChoice choice) throws IOException {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            String line = "printf '\\000\\377out\\n'; printf 'err' >&2; cat; printf '\\303\\274' | cat";
            side.exit(side.order("bytes", line));
            Run second = side.order("bytes", line);
            side.exit(second);

            byte[] once = {0, -1, 'o', 'u', 't', '\n', 'e', 'r', 'r', (byte) 0xC3, (byte) 0xBC};
            byte[] twice = new byte[2 * once.length];
            System.arraycopy(once, 0, twice, 0, once.length);
            System.arraycopy(once, 0, twice, once.length, once.length);
            assertThat(Files.readAllBytes(side.log(second))).isEqualTo(twice);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void onlyTheOwnerMayReadLogs(LauncherChoice choice) throws IOException {
        Path logs = directory.resolve("new/logs");
        try (ProcessSide side = new ProcessSide(logs, choice)) {
            Run run = side.order("private", ":");
            side.exit(run);

            assertThat(permissions(logs)).isEqualTo("rwx------");
            assertThat(permissions(logs.resolve("private"))).isEqualTo("rwx------");
            assertThat(permissions(side.log(run))).isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void theEnvironmentIsTheSupervisorsPlusTheMarker(LauncherChoice choice) throws IOException {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.order("env", "env");
            side.exit(run);

            assertThat(Files.readAllLines(side.log(run)))
                    .contains("PATH=" + System.getenv("PATH"))
                    .filteredOn(line -> line.startsWith("MEPROC_REPLICA="))
                    .singleElement()
                    .asString()
                    .matches(
                            "MEPROC_REPLICA=" + side.instance() + "/env/0/" + run.incarnation() + "/\\d+/[0-9a-f]{32}");
            String home = System.getenv("HOME");
            if (home != null) {
                assertThat(Files.readAllLines(side.log(run))).contains("HOME=" + home);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aProcessLeadsASessionAndAGroupOfItsOwn(LauncherChoice choice) {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.live("group", "exec sleep 1000");
            String pid = Long.toString(side.pid(run));

            ProcessSide.eventually(() -> Proc.stat(side.pid(run))[3].equals(pid));
            assertThat(Proc.stat(side.pid(run))[2]).isEqualTo(pid);

            side.send(run, Signal.KILL);
            side.exit(run);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aTaskThatSignalsItsWholeSessionHitsNobodyElse(LauncherChoice choice) throws Exception {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run neighbour = side.live("neighbour", "exec sleep 1000");
            // Long after the neighbour has become sleep, also where programs stand before it.
            ProcessSide.eventually(() -> Proc.stat(side.pid(neighbour))[3].equals(Long.toString(side.pid(neighbour))));

            Run run = side.order("suicide", "pkill -TERM -s 0; exec sleep 1000");
            side.exit(run);

            assertThat(side.has(neighbour, Report.Exited.class)).isFalse();
            side.send(neighbour, Signal.KILL);
            side.exit(neighbour);
        }
    }

    @Test
    void noSignalIsBlockedOrIgnored() throws IOException {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            String status = side.output("signals", "exec cat /proc/self/status");

            assertThat(Proc.status(status, "SigBlk")).matches("0+");
            assertThat(Proc.status(status, "SigIgn")).matches("0+");
            assertThat(Proc.status(status, "SigPnd")).matches("0+");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aNameKeepsItsLetters(LauncherChoice choice) throws IOException {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            assertThat(side.output("a.b-c_9", "echo \"it's\" '$x' \"\\\"\"")).isEqualTo("it's $x \"\n");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
