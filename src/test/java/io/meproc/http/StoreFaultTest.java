package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers while changes can't be kept, because another program has locked the database. */
class StoreFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SLEEP = "{\"type\":\"daemon\",\"cmd\":\"sleep 1000\"}";

    @TempDir
    Path logs;

    @TempDir
    Path data;

    @Test
    void changesAreRefusedWithTheReasonAndReadingAndRunningTasksGoOn() throws Exception {
        try (Service service = Service.keeping(logs, data)) {
            Api api = new Api(service.port());
            assertThat(api.call("PUT", "/api/v1/tasks/web", SLEEP).status()).isEqualTo(201);
            String pid = pid(api);
            try (Connection other = locked()) {
                Reply met = api.call("PUT", "/api/v1/tasks/mail", SLEEP);
                Reply later = api.call("PUT", "/api/v1/tasks/news", SLEEP);
                Reply classic = api.start("old", "true");

                assertThat(met.status()).isEqualTo(503);
                assertRefused(later.json());
                assertThat(later.headers()).containsEntry("retry-after", "1");
                assertThat(classic.status()).isEqualTo(503);
                assertThat(api.call("GET", "/api/v1/tasks/news").status()).isEqualTo(404);
                assertThat(pid(api)).isEqualTo(pid);
                assertThat(store(api).getString("state")).isEqualTo("failing");
                assertThat(store(api).getString("obstacle")).contains("locked by another process");
                assertThat(other.isClosed()).isFalse();
            }
            await().atMost(PATIENCE).until(() -> store(api).getString("state").equals("ok"));
            assertThat(store(api).getInteger("waiting")).isZero();
            assertThat(api.call("PUT", "/api/v1/tasks/news", SLEEP).status()).isEqualTo(201);
        }
    }

    private static void assertRefused(JsonObject problem) {
        assertThat(problem.getString("type")).isEqualTo("/docs#problem-store-failed");
        assertThat(problem.getString("detail"))
                .contains("meproc.db is locked by another process")
                .contains("running tasks go on");
    }

    private static JsonObject store(Api api) throws Exception {
        return api.call("GET", "/api/v1/node").json().getJsonObject("store");
    }

    private static String pid(Api api) throws Exception {
        return api.call("GET", "/api/v1/tasks/web")
                .json()
                .getJsonArray("replicas")
                .getJsonObject(0)
                .getInteger("pid")
                .toString();
    }

    private Connection locked() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("meproc.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
        }
        return connection;
    }
}
