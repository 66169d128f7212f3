package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash and an upgrade of the service mean for listening sockets and for an update in progress. */
class SocketsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASK = "/api/v1/tasks/web";

    @TempDir
    private Path directory;

    private static JsonObject task(RunningService service) throws Exception {
        return new JsonObject(service.call("GET", TASK, "").body());
    }

    private static List<Long> pids(RunningService service) throws Exception {
        return task(service).getJsonArray("replicas").stream()
                .map(each -> ((JsonObject) each).getLong("pid"))
                .toList();
    }

    private static int freePort() throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void restarts(RunningService service) throws Exception {
        long before = pids(service).get(0);
        assertThat(service.call("POST", TASK + "/restart", "").statusCode()).isEqualTo(200);
        assertThat(pids(service).get(0)).isNotEqualTo(before);
    }

    @Test
    void noConnectionIsLostByACrashAnUpgradeAndTheRestartsAfterThem() throws Exception {
        int port = freePort();
        JsonObject web = new JsonObject()
                .put("args", new JsonArray().add("perl").add("-e").add(ListenLoad.SERVER))
                .put("type", "daemon")
                .put("sockets", new JsonArray().add(new JsonObject().put("listen", "127.0.0.1:" + port)));
        int own = freePort();
        RunningService first = RunningService.startAt(own, directory);
        assertThat(first.call("PUT", TASK, web.encode()).statusCode()).isEqualTo(201);
        long pid = pids(first).get(0);
        ListenLoad load = new ListenLoad(port, 100);
        first.kill();
        try (RunningService next = RunningService.startAt(own, directory)) {
            assertThat(pids(next)).containsExactly(pid);
            restarts(next);
            restarts(next);
            String begun = node(next);
            assertThat(next.call("POST", "/api/v1/node/upgrade", "").statusCode())
                    .isEqualTo(202);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> !node(next).equals(begun));
            restarts(next);
            load.end();
            assertThat(load.errors()).isEmpty();
            assertThat(load.processes()).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private static String node(RunningService service) throws Exception {
        return new JsonObject(service.call("GET", "/api/v1/node", "").body()).getString("startedAt");
    }

    @Test
    void anUpdateThatACrashInterruptedIsCompletedByTheNextService() throws Exception {
        JsonObject web = new JsonObject()
                .put("cmd", "exec sleep 1000")
                .put("type", "daemon")
                .put("replica", 3)
                .put("update", new JsonObject().put("healthyAfter", "2s"));
        RunningService first = RunningService.start(directory);
        assertThat(first.call("PUT", TASK, web.encode()).statusCode()).isEqualTo(201);
        List<Long> before = pids(first);
        assertThat(first.call(
                                "PUT",
                                TASK + "?wait=false",
                                web.put("cmd", "exec sleep 1001").encode())
                        .statusCode())
                .isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> !before.contains(pids(first).get(0)) && pids(first).get(0) != null);
        long replaced = pids(first).get(0);
        first.kill();
        try (RunningService next = RunningService.start(directory)) {
            await().atMost(PATIENCE).until(() -> !task(next).containsKey("update"));
            assertThat(pids(next)).doesNotContainAnyElementsOf(before).contains(replaced);
            assertThat(next.call("GET", TASK + "/why", "").body()).contains("update continued");
        }
    }
}
