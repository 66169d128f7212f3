package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls about notifications, of a service whose targets do not listen. */
class HookCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    static Service service;
    static Api api;

    @BeforeAll
    static void start() {
        service = Service.keeping(directory.resolve("logs"), directory);
        api = new Api(service.port());
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @Test
    void aFailedTaskIsListedUntilItsNotificationIsDropped() throws Exception {
        assertThat(api.call("PUT", "/api/v1/tasks/a?wait=false", """
                {"type": "once", "cmd": "echo no space left; exit 3", "on": {"failed": ["ops"]}}""").status()).isLessThan(300);
        await().atMost(PATIENCE).until(() -> !notifications().isEmpty());
        JsonObject listed = notifications().getJsonObject(0);
        assertThat(listed.getString("task")).isEqualTo("a");
        assertThat(listed.getString("event")).isEqualTo("failed");
        assertThat(listed.getString("words")).startsWith("failed: the last run: ended with code 3 after ");
        assertThat(listed.getLong("run")).isPositive();
        await().atMost(PATIENCE).until(() -> target("ops").getInteger("failing") == 1);
        assertThat(target("ops").getString("state")).isEqualTo("failing");
        assertThat(target("ops").getString("error")).contains("Connection refused");
        assertThat(target("ops").getString("place")).isEqualTo("127.0.0.1:9");
        assertThat(target("log").getString("state")).isEqualTo("ok");
        JsonObject node = api.call("GET", "/api/v1/node").json().getJsonObject("hooks");
        assertThat(node.getInteger("failing")).isEqualTo(1);

        JsonObject retried = api.call("POST", "/api/v1/hooks/ops/retry").json();
        assertThat(retried.getInteger("notifications")).isEqualTo(1);
        JsonObject dropped = api.call("POST", "/api/v1/hooks/ops/drop").json();
        assertThat(dropped).isEqualTo(new JsonObject("{\"action\":\"drop\",\"target\":\"ops\",\"notifications\":1}"));
        assertThat(notifications()).isEmpty();
    }

    @Test
    void aTrialReportsWhyItWasNotDelivered() throws Exception {
        JsonObject trial = api.call("POST", "/api/v1/hooks/log/test").json();
        assertThat(trial.getBoolean("delivered")).isFalse();
        assertThat(trial.getString("answer")).contains("Connection refused");
    }

    @Test
    void anUnknownTargetIsNamed() throws Exception {
        for (String action : new String[] {"test", "retry", "drop"}) {
            Reply reply = api.call("POST", "/api/v1/hooks/pager/" + action);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().getString("detail")).startsWith("no target 'pager' is in hooks.targets");
        }
    }

    private static JsonArray notifications() throws Exception {
        return api.call("GET", "/api/v1/hooks").json().getJsonArray("notifications");
    }

    private static JsonObject target(String name) throws Exception {
        return api.call("GET", "/api/v1/hooks").json().getJsonArray("targets").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }
}
