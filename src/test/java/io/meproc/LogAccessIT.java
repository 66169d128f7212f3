package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the output of tasks. */
class LogAccessIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"native", "portable"})
    void anotherUserReadsALogWhenTheModeAllowsIt(String launcher) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path log = directory.resolve("logs/a/0.log");
        try (RunningService service = RunningService.startBy(
                "exec ./meproc --port 0",
                directory,
                Map.of("MEPROC_LAUNCHER", launcher, "MEPROC_LOG_MODE", "0644", "MEPROC_LOG_GROUP", "daemon"))) {
            String reader = "{\"type\":\"once\",\"user\":\"nobody\",\"args\":[\"cat\",\"" + log + "\"]}";
            service.call("PUT", "/api/v1/tasks/a", "{\"type\":\"once\",\"args\":[\"echo\",\"for all\"]}");
            await().until(() -> Files.exists(log) && Files.readString(log).equals("for all\n"));
            service.call("PUT", "/api/v1/tasks/reader", reader);

            Path copy = directory.resolve("logs/reader/0.log");
            await().until(() -> Files.exists(copy) && Files.readString(copy).equals("for all\n"));
            assertThat(Files.getAttribute(log, "posix:group")).hasToString("daemon");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.getParent())))
                    .isEqualTo("rwxr-xr-x");
        }
    }
}
