package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running service is replaced by the version on disk. */
class UpgradeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private static JsonObject node(RunningService service) throws Exception {
        return new JsonObject(service.call("GET", "/api/v1/node", "").body());
    }

    @Test
    void anUpgradeKeepsThePidAndEveryProcess() throws Exception {
        try (RunningService service = RunningService.startAt(freePort(), directory)) {
            service.call("PUT", "/api/v1/tasks/web", """
                    {"cmd": "exec sleep 1000", "type": "daemon", "replica": 20}""");
            await().atMost(PATIENCE).until(() -> service.children().size() == 20);
            List<Long> before = service.children();
            JsonObject old = node(service);

            Cli.Result result = new Cli(service, directory).run("upgrade");

            assertThat(result.err()).contains("The new version can start");
            assertThat(result.code()).isZero();
            assertThat(result.out()).startsWith("Upgraded from ");
            JsonObject now = node(service);
            assertThat(now.getLong("pid")).isEqualTo(old.getLong("pid"));
            assertThat(now.getString("startedAt")).isNotEqualTo(old.getString("startedAt"));
            assertThat(service.children()).containsExactlyInAnyOrderElementsOf(before);
            assertThat(Files.readString(Path.of("/proc/" + now.getLong("pid") + "/status")))
                    .as("no signal is blocked")
                    .contains("SigBlk:\t0000000000000000");
            before.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Test
    void aVersionThatCannotStartIsNotUpgradedTo() throws Exception {
        Path file = Files.writeString(directory.resolve("meproc.yaml"), "node: box-1\n");
        try (RunningService service = RunningService.start(directory, "--config", file.toString())) {
            JsonObject old = node(service);
            Files.writeString(file, "nod: box-1\n");

            var refused = service.call("POST", "/api/v1/node/upgrade", "");

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(new JsonObject(refused.body()).getString("detail")).contains("runs on", "nod: unknown key");
            assertThat(node(service).getString("startedAt")).isEqualTo(old.getString("startedAt"));
            Files.writeString(file, "node: box-2\n");
            assertThat(service.call("POST", "/api/v1/node/upgrade", "").statusCode())
                    .isEqualTo(202);
        }
    }

    private static int freePort() throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
