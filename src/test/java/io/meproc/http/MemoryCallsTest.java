package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits where no control group is delegated to the service, with real processes. */
class MemoryCallsTest extends WithService {
    private static final String TASK = "/api/v1/tasks/leaks";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"'memory': {'high': '400MB'}", "'cpu': 1.5", "'pids': 200"})
    void aLimitThatNothingEnforcesHereIsRefusedWithItsFieldAndWhatToDo(String member) throws Exception {
        Reply refused = api.call("PUT", TASK, body(member, "sleep 1000"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getString("detail"))
                .startsWith(member.split("'", -1)[1] + " can't be limited here")
                .contains("Delegate=yes");
        assertThat(api.call("GET", TASK, "").status()).isEqualTo(404);
    }

    @Test
    void aProcessGroupThatUsesTooMuchMemoryIsReplaced() throws Exception {
        // The first process of the group is small.
        String line = "(a=$(head -c 40000000 /dev/zero | tr '\\\\0' a); sleep 1000; :) & wait";
        String policy = "'restartAbove': {'memory': '20MB', 'for': '1s', 'minAge': '1ms'}";
        assertThat(api.call("PUT", TASK, body(policy, line)).status()).isEqualTo(201);

        await().atMost(PATIENCE).until(() -> replica().getJsonObject("lastExit") != null);

        JsonObject exit = replica().getJsonObject("lastExit");
        assertThat(exit.getString("cause")).isEqualTo("replaced");
        assertThat(exit.getString("words")).contains("restart_above", "20MB");
        assertThat(replica().getInteger("restarts")).isZero();
        assertThat(api.call("GET", TASK + "/why", "").body()).contains("memory high");
    }

    @Test
    void aYoungRunIsNotReplacedAndWhyHasTheTime() throws Exception {
        String line = "a=$(head -c 40000000 /dev/zero | tr '\\\\0' a); sleep 1000; :";
        String policy = "'restartAbove': {'memory': '20MB', 'for': '1s', 'minAge': '1h'}";
        api.call("PUT", TASK, body(policy, line));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.call("GET", TASK + "/why", "").json().getString("summary"))
                        .contains("more than restart_above, 20MB", "it is replaced in", "old enough"));
        assertThat(replica().getJsonObject("lastExit")).isNull();
    }

    private JsonObject replica() throws Exception {
        return api.call("GET", TASK, "").json().getJsonArray("replicas").getJsonObject(0);
    }

    private static String body(String member, String line) {
        return "{" + member.replace('\'', '"') + ", \"type\": \"daemon\", \"cmd\": \"" + line + "\"}";
    }
}
