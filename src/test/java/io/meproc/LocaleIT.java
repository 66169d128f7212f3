package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service where nobody has set a locale, as under cron or in a small image. */
class LocaleIT {
    private static final String TASK = "/api/v1/tasks/gr%C3%B6%C3%9Fe";

    @TempDir
    private Path directory;

    @Test
    void theOutputOfATaskWithOtherLettersThanAsciisIsReadAndSearched() throws Exception {
        String bare = "exec env -u LANG -u LC_CTYPE LC_ALL=C ./meproc --port 0";
        try (RunningService service = RunningService.startBy(bare, directory, Map.of())) {
            assertThat(service.call("PUT", TASK, "{\"type\":\"once\",\"cmd\":\"echo hello\"}")
                            .statusCode())
                    .isEqualTo(201);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> "finished"
                            .equals(new JsonObject(service.call("GET", TASK, "").body()).getString("state")));

            assertThat(service.call("GET", TASK + "/replicas/0/output", "").body())
                    .isEqualTo("hello\n");
            JsonObject found = new JsonObject(service.call("GET", TASK + "/replicas/0/output/search?q=ell", "")
                    .body());
            assertThat(found.getJsonArray("matches"))
                    .containsExactly(new JsonObject().put("offset", 0).put("line", "hello"));
        }
    }
}
