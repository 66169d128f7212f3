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
    void anUpgradeKeepsThePidAndEveryRunWithItsExitCode() throws Exception {
        try (RunningService service = RunningService.startAt(freePort(), directory)) {
            service.call("PUT", "/api/v1/tasks/web", """
                    {"cmd": "exec sleep 1000", "type": "daemon", "replica": 50}""");
            service.call("PUT", "/api/v1/tasks/job", """
                    {"cmd": "until [ -e %s/go ]; do sleep 0.05; done; exit 7", "type": "once"}""".formatted(directory));
            await().atMost(PATIENCE).until(() -> node(service).getInteger("running") == 51);
            JsonObject old = node(service);
            List<Object> before = replicas(service);

            Cli.Result result = new Cli(service, directory).run("upgrade");

            assertThat(result.err()).contains("The new version can start");
            assertThat(result.code()).isZero();
            assertThat(result.out()).startsWith("Upgraded from ").contains("51 replicas are running");
            JsonObject now = node(service);
            assertThat(now.getLong("pid")).isEqualTo(old.getLong("pid"));
            assertThat(now.getString("startedAt")).isNotEqualTo(old.getString("startedAt"));
            assertThat(replicas(service)).isEqualTo(before);
            assertThat(Files.readString(Path.of("/proc/" + now.getLong("pid") + "/status")))
                    .as("no signal is blocked")
                    .contains("SigBlk:\t0000000000000000");
            Files.createFile(directory.resolve("go"));
            await().atMost(PATIENCE).until(() -> task(service, "job").getValue("lastExit") != null);
            JsonObject end = task(service, "job").getJsonObject("lastExit");
            assertThat(end.getInteger("code")).isEqualTo(7);
            assertThat(end.getJsonObject("usage")).isNotNull();
            service.terminate();
            assertThat(service.exitCode()).isZero();
            assertThat(service.children()).isEmpty();
        }
    }

    private static JsonObject task(RunningService service, String name) throws Exception {
        return new JsonObject(service.call("GET", "/api/v1/tasks/" + name, "").body());
    }

    /** The pid of each replica. */
    private static List<Object> replicas(RunningService service) throws Exception {
        return task(service, "web").getJsonArray("replicas").stream()
                .map(JsonObject.class::cast)
                .<Object>map(replica -> replica.getLong("pid"))
                .toList();
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
