package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that a run has released lives on until an operator ends it. */
class ReleasedIT {
    private static final String API = "/api/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void itIsListedByItsMarkAfterARemovalAndARestartAndEndsByRequestOnly() throws Exception {
        long pid;
        try (RunningService service = RunningService.start(directory)) {
            put(service, "{'cmd':'sleep 1000 & exit 0','type':'once','onLeaderExit':'release'}");
            await().atMost(PATIENCE).until(() -> released(service).size() == 1);
            pid = released(service).getJsonObject(0).getLong("pid");
            assertThat(node(service).getInteger("released")).isEqualTo(1);
            assertThat(node(service).getJsonArray("leftovers")).isEmpty();
            assertThat(service.call("POST", API + "/leftovers/" + pid + "/adopt", "")
                            .statusCode())
                    .isEqualTo(412);

            assertThat(service.call("DELETE", API + "/tasks/server", "").statusCode())
                    .isEqualTo(200);
            service.terminate();
            assertThat(service.exitCode()).isZero();
        }
        assertThat(lives(pid)).isTrue();

        try (RunningService service = RunningService.start(directory)) {
            JsonObject there = released(service).getJsonObject(0);
            assertThat(there.getLong("pid")).isEqualTo(pid);
            assertThat(there.getString("task")).isEqualTo("server");
            assertThat(there.getString("command")).isEqualTo("sleep 1000");
            put(service, "{'cmd':'exit 0','type':'once'}");
            assertThat(lives(pid)).as("a new task of this name leaves it alone").isTrue();

            assertThat(service.call("POST", API + "/leftovers/" + pid + "/end", "")
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> !lives(pid));
            assertThat(released(service)).isEmpty();
            assertThat(node(service).getInteger("released")).isZero();
            assertThat(service.call("POST", API + "/leftovers/" + pid + "/end", "")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void put(RunningService service, String body) throws Exception {
        assertThat(service.call("PUT", API + "/tasks/server", body.replace('\'', '"'))
                        .statusCode())
                .isEqualTo(201);
    }

    private static JsonObject node(RunningService service) throws Exception {
        return new JsonObject(service.call("GET", API + "/node", "").body());
    }

    private static JsonArray released(RunningService service) throws Exception {
        JsonArray released = new JsonArray();
        new JsonObject(service.call("GET", API + "/leftovers", "").body())
                .getJsonArray("processes").stream()
                        .map(JsonObject.class::cast)
                        .filter(process -> process.getBoolean("released"))
                        .forEach(released::add);
        return released;
    }
}
