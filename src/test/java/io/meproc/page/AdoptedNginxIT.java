package io.meproc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.RunningService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that overwrites its environment with its title, and the mark with it. */
class AdoptedNginxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void nginxIsTheSameRunAfterACrashOfTheService() throws Exception {
        String nginx = new JsonObject()
                .put("type", "daemon")
                .put(
                        "args",
                        new JsonArray()
                                .add(Nginx.program())
                                .add("-p")
                                .add(directory + "/")
                                .add("-e")
                                .add("error.log")
                                .add("-c")
                                .add(configuration().toString()))
                .encode();
        RunningService first = RunningService.start(directory);
        JsonObject before;
        try {
            assertThat(first.call("PUT", "/api/v1/tasks/nginx", nginx).statusCode())
                    .isEqualTo(201);
            before = replica(first);
            long pid = before.getLong("pid");
            await().atMost(PATIENCE)
                    .until(() -> !Files.readString(environment(pid)).contains("MEPROC_REPLICA="));
        } finally {
            first.kill();
        }

        try (RunningService second = RunningService.start(directory)) {
            JsonObject after = replica(second);
            assertThat(after.getLong("pid")).isEqualTo(before.getLong("pid"));
            assertThat(after.getLong("run")).isEqualTo(before.getLong("run"));
            assertThat(second.call("POST", "/api/v1/tasks/nginx/stop", "").statusCode())
                    .isEqualTo(200);
            await("process 1 reaps it")
                    .atMost(PATIENCE)
                    .until(() -> ProcessHandle.of(before.getLong("pid")).isEmpty());
        }
    }

    private static Path environment(long pid) {
        return Path.of("/proc/" + pid + "/environ");
    }

    private static JsonObject replica(RunningService service) throws IOException, InterruptedException {
        String task = service.call("GET", "/api/v1/tasks/nginx", "").body();
        return new JsonObject(task).getJsonArray("replicas").getJsonObject(0);
    }

    private Path configuration() throws IOException {
        return Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 64; }
                http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server { listen unix:%s; }
                }
                """.formatted(directory.resolve("socket")));
    }
}
