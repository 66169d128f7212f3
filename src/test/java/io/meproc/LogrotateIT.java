package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/logrotate.conf}, given to the real logrotate(8) while a task writes. */
class LogrotateIT {
    private static final Path LOGROTATE = Path.of("/usr/sbin/logrotate");

    @TempDir
    private Path directory;

    @Test
    void aTaskGoesOnWritingIntoItsEmptiedFileAndTheOldLinesAreKept() throws Exception {
        assumeTrue(Files.isExecutable(LOGROTATE), "logrotate is not installed");
        try (RunningService service = RunningService.start(directory)) {
            String body = "{\"type\":\"daemon\",\"cmd\":\"while :; do echo line $((i += 1)); sleep 0.05; done\"}";
            assertThat(service.call("PUT", "/api/v1/tasks/writer", body).statusCode())
                    .isEqualTo(201);
            Path log = directory.resolve("logs/writer/0.log");
            Path old = directory.resolve("logs/writer/0.log.1");
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(log) && lines(log) >= 10);

            // Of another day, so that it is due; with an account that is here.
            Path state = Files.writeString(
                    directory.resolve("state"), "logrotate state -- version 2\n\"" + log + "\" 2020-1-1-0:0:0\n");
            // Or logrotate warns that others may hold its lock.
            Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rw-------"));
            String account = Files.getOwner(log).getName();
            Path conf = Files.writeString(
                    directory.resolve("logrotate.conf"),
                    Files.readString(Path.of("conf/logrotate.conf"))
                            .replace(
                                    "/var/log/meproc", directory.resolve("logs").toString())
                            .replace("su meproc meproc", "su " + account + " " + account)
                            .replace("    compress\n", ""));
            Process rotation = new ProcessBuilder(LOGROTATE.toString(), "-s", state.toString(), conf.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(rotation.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(rotation.waitFor()).isZero();

            assertThat(Files.readString(old)).startsWith("line 1\n");
            long kept = lines(old);
            await().atMost(Duration.ofSeconds(60)).until(() -> lines(log) >= 5);
            assertThat(Files.readString(log)).startsWith("line ").doesNotContain("\0", "line 1\n");
            assertThat(kept).isGreaterThanOrEqualTo(10);
            assertThat(service.call("DELETE", "/api/v1/tasks/writer", "").statusCode())
                    .isEqualTo(200);
            assertThat(service.children()).isEmpty();
        }
    }

    private static long lines(Path file) throws IOException {
        return Files.readString(file).lines().count();
    }
}
