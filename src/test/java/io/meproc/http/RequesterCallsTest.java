package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequesterCallsTest extends WithOneService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Api api = new Api(service.port());

    @Test
    void theEndOfAStoppedRunNamesTheClaimedIdentityAndTheAddress() throws Exception {
        starts("stopped");
        api.call("POST", "/api/v1/tasks/stopped/stop", "", Map.of("Meproc-Requester", "ops@web1"));
        assertThat(lastExit("stopped").getJsonObject("by"))
                .isEqualTo(new JsonObject().put("who", "ops@web1").put("from", "127.0.0.1"));
        assertThat(api.call("GET", "/api/v1/tasks/stopped/why").body()).contains("requested by ops@web1 (127.0.0.1)");
    }

    @Test
    void aRequestWithoutTheHeaderIsKnownByItsAddress() throws Exception {
        starts("addressed");
        api.call("POST", "/proc?name=addressed");
        assertThat(lastExit("addressed").getJsonObject("by"))
                .isEqualTo(new JsonObject().put("who", "").put("from", "127.0.0.1"));
        JsonObject classic =
                api.task("addressed").getJsonArray("replicas").getJsonObject(0).getJsonObject("last_exit");
        assertThat(classic.getJsonObject("by").getString("from")).isEqualTo("127.0.0.1");
    }

    @Test
    void anEndBySignalNamesItsSenderAndAnEndWithoutARequestNobody() throws Exception {
        starts("signalled");
        api.call("POST", "/api/v1/tasks/signalled/signal?signal=USR1", "", Map.of("Meproc-Requester", "ops@web1"));
        await().atMost(PATIENCE).until(() -> lastExit("signalled") != null);
        assertThat(lastExit("signalled").getJsonObject("by").getString("who")).isEqualTo("ops@web1");
        api.call("PUT", "/api/v1/tasks/ends", "{\"cmd\":\"exit 3\",\"type\":\"once\"}");
        await().atMost(PATIENCE).until(() -> lastExit("ends") != null);
        assertThat(lastExit("ends").containsKey("by")).isTrue();
        assertThat(lastExit("ends").getJsonObject("by")).isNull();
    }

    @Test
    void anIdentityThatIsNotPrintableIsRefusedAndNothingStops() throws Exception {
        starts("kept");
        Reply reply = api.call("POST", "/api/v1/tasks/kept/stop", "", Map.of("Meproc-Requester", "ops\tweb"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().getString("detail")).startsWith("Meproc-Requester: expected 1 to 128 printable");
        assertThat(lastExit("kept")).isNull();
    }

    @Test
    void anIdentityThatIsTooLongIsRefused() throws Exception {
        starts("kept");
        Map<String, String> header = Map.of("Meproc-Requester", "x".repeat(129));
        assertThat(api.call("DELETE", "/api/v1/tasks/kept", "", header).status())
                .isEqualTo(400);
        assertThat(lastExit("kept")).isNull();
    }

    private void starts(String name) throws Exception {
        api.call("PUT", "/api/v1/tasks/" + name, "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\"}");
    }

    private JsonObject lastExit(String name) throws Exception {
        return api.call("GET", "/api/v1/tasks/" + name).json().getJsonObject("lastExit");
    }
}
