package io.meproc.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake in the configuration ends the program with exit code 2 and one line that says where it is. */
class ConfigurationIT {
    @TempDir
    Path directory;

    private Program.Ended run(Map<String, String> environment, String... arguments) throws Exception {
        try (Program program = new Program(directory, environment, arguments)) {
            return program.ended();
        }
    }

    private static void misused(Program.Ended ended, String message) {
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).containsExactly("meproc: " + message);
    }

    @Test
    void aMissingFile() throws Exception {
        Path missing = directory.resolve("missing.yaml");
        misused(run(Map.of(), "--config", missing.toString()), missing + ": can't be read: there is no such file");
    }

    @Test
    void anUnknownKey() throws Exception {
        Path file = Files.writeString(directory.resolve("m.yaml"), "prot: 1\n");
        Program.Ended ended = run(Map.of(), "--config", file.toString());
        misused(
                ended,
                file
                        + ": prot: unknown key; known keys are ip, port, node, log_level, log_dir, data_dir, web.ip,"
                        + " web.port, web.names, web.path, bootstrap_cmd, zone, launcher, log_mode, log_group,"
                        + " on_exit, leftovers, own_process, process_events, limits.tasks, limits.replicas, limits.definition_bytes,"
                        + " limits.in_flight_bytes, limits.connections, limits.followers, history.runs, history.days, hooks.targets, hooks.allow, hooks.gap, hooks.page");
    }

    @Test
    void anEmptyFile() throws Exception {
        Path file = Files.createFile(directory.resolve("m.yaml"));
        misused(run(Map.of(), "--config", file.toString()), file + ": is empty");
    }

    @Test
    void aWrongVariable() throws Exception {
        misused(
                run(Map.of("MEPROC_PORT", "many")),
                "environment variable MEPROC_PORT: expected a port, an integer from 0 to 65535, got 'many'");
    }

    @Test
    void aWrongOption() throws Exception {
        misused(
                run(Map.of(), "--port", "70000"),
                "option --port: expected a port, an integer from 0 to 65535, got '70000'");
    }

    @Test
    void aDirectoryThatIsAFile() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        misused(
                run(Map.of("MEPROC_DATA_DIR", file.toString()), "--port", "0"),
                "data_dir: " + file + " can't be created: " + file + " exists and is not a directory; set"
                        + " MEPROC_DATA_DIR, or data_dir in the"
                        + " configuration file, to a directory that this"
                        + " user may write");
    }

    @Test
    void anAddressThatIsTakenIsNoMistakeButEndsItToo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program.Ended ended = run(Map.of(), "--port", Integer.toString(taken.getLocalPort()));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err().lines())
                    .hasSize(1)
                    .allMatch(line ->
                            line.matches("meproc: could not start: 127\\.0\\.0\\.1:\\d+: .*Address already in use;"
                                    + " .*MEPROC_PORT.*--port .*"));
            assertThat(ended.out()).doesNotContain("\tat ");
        }
    }

    @Test
    void nothingOfItIsWrong() throws Exception {
        try (Program program = new Program(directory, Map.of(), "--port", "0")) {
            assertThat(program.call("GET", "/proc", "")).isEqualTo(200);
            program.terminate();
            Program.Ended ended = program.ended();
            assertThat(ended.code()).isZero();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).contains("[INFO]: Listen: 127.0.0.1:").doesNotContain("\u001b");
        }
    }

    @Test
    void theDataDirectoryIsForTheOwnersEyes() throws IOException, InterruptedException {
        try (Program program = new Program(directory, Map.of(), "--port", "0")) {
            assertThat(program.port()).isPositive();
            assertThat(Files.getPosixFilePermissions(directory.resolve("data"))).hasSize(3);
            assertThat(Files.getPosixFilePermissions(directory.resolve("logs"))).hasSize(3);
        }
    }
}
