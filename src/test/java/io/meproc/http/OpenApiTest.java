package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who holds answers to the description has to notice when they differ. */
class OpenApiTest {
    private static final String TASK = "/api/v1/tasks/web";
    private static final String ETAG = "etag";
    private static final String REVISION = "meproc-revision";
    private static final String TYPE = "content-type";
    private static final Map<String, String> JSON = Map.of(TYPE, "application/json");
    private static final Map<String, String> PROBLEM = Map.of(TYPE, "application/problem+json");

    @Test
    void anAnswerAsDescribedIsRight() {
        assertThatCode(() -> check("GET", TASK, "", 200, tagged(), task())).doesNotThrowAnyException();
        assertThatCode(() -> check("GET", TASK, "", 404, PROBLEM, problem())).doesNotThrowAnyException();
    }

    @Test
    void aMemberMoreOrLessIsNoticed() {
        assertThatThrownBy(() -> check("GET", TASK, "", 200, tagged(), task().put("more", 1)))
                .hasMessageContaining("more");
        JsonObject less = task();
        less.remove("held");
        assertThatThrownBy(() -> check("GET", TASK, "", 200, tagged(), less)).hasMessageContaining("held");
        JsonObject deep = task();
        deep.getJsonObject("lastExit").put("took", 1);
        assertThatThrownBy(() -> check("GET", TASK, "", 200, tagged(), deep)).hasMessageContaining("took");
    }

    @Test
    void aStateThatIsNotDescribedIsNoticed() {
        assertThatThrownBy(() -> check("GET", TASK, "", 200, tagged(), task().put("state", "asleep")))
                .hasMessageContaining("state");
    }

    @Test
    void aStatusThatIsNotDescribedIsNoticed() {
        assertThatThrownBy(() -> check("GET", TASK, "", 203, tagged(), task())).hasMessageContaining("203");
        assertThatThrownBy(() -> check("GET", TASK, "", 404, PROBLEM, problem().put("status", 400)))
                .hasMessageContaining("404");
        assertThatThrownBy(() -> check("GET", "/api/v1/nothing", "", 200, JSON, new JsonObject()))
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> check("PUT", "/api/v1/node", "", 200, JSON, new JsonObject()))
                .hasMessageContaining("described");
    }

    @Test
    void aHeaderThatIsMissingOrNotDescribedIsNoticed() {
        assertThatThrownBy(() -> check("GET", TASK, "", 200, revised(), task())).hasMessageContaining("etag");
        Map<String, String> more = new HashMap<>(tagged());
        more.put("meproc-more", "1");
        assertThatThrownBy(() -> check("GET", TASK, "", 200, more, task())).hasMessageContaining("meproc-more");
        assertThatThrownBy(() ->
                        check("GET", TASK, "", 200, Map.of(TYPE, "application/json", ETAG, "5", REVISION, "5"), task()))
                .hasMessageContaining("etag");
    }

    @Test
    void anotherContentTypeIsNoticed() {
        assertThatThrownBy(() ->
                        check("GET", TASK, "", 200, Map.of(TYPE, "text/html", ETAG, "\"5\"", REVISION, "5"), task()))
                .hasMessageContaining("text/html");
    }

    @Test
    void methodsThatAreNotDescribedAreNoticed() {
        Map<String, String> fewer = Map.of("allow", "GET, HEAD, OPTIONS");
        assertThatThrownBy(() -> check("OPTIONS", TASK, "", 204, fewer, new JsonObject()))
                .hasMessageContaining("PATCH");
    }

    @Test
    void aRequestThatIsTakenAndNotDescribedIsNoticed() {
        String body = "{\"type\":\"once\",\"cmd\":\"true\",\"nice\":null}";
        JsonObject outcome = new JsonObject().put("change", "unchanged");
        assertThatCode(() -> check("PUT", TASK + "?wait=true", body, 200, revised(), outcome))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        check("PUT", TASK, body.replace("nice", "more").replace("null", "1"), 200, revised(), outcome))
                .hasMessageContaining("more");
        assertThatThrownBy(() -> check("PUT", TASK + "?wait=maybe", body, 200, revised(), outcome))
                .hasMessageContaining("wait");
        assertThatThrownBy(() -> check("PUT", TASK + "?delay=1", body, 200, revised(), outcome))
                .hasMessageContaining("delay");
    }

    @Test
    void anEventThatIsNotDescribedIsNoticed() {
        OpenApi api = OpenApi.DESCRIPTION;
        assertThatCode(() -> api.checkEvent("removed", "{\"revision\":1,\"node\":\"b\",\"name\":\"a\"}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> api.checkEvent("removed", "{\"name\":\"a\"}")).hasMessageContaining("revision");
        assertThatThrownBy(() -> api.checkEvent("lost", "{}")).hasMessageContaining("lost");
    }

    private static void check(
            String method, String target, String sent, int status, Map<String, String> headers, JsonObject body) {
        String text = status == 204 ? "" : body.encode();
        OpenApi.DESCRIPTION.check(method, target, sent, new Reply(status, headers, text));
    }

    private static Map<String, String> tagged() {
        return Map.of(TYPE, "application/json", ETAG, "\"5\"", REVISION, "5");
    }

    private static Map<String, String> revised() {
        return Map.of(TYPE, "application/json", REVISION, "5");
    }

    private static JsonObject task() {
        return example("Task");
    }

    private static JsonObject problem() {
        return example("UnknownTask");
    }

    private static JsonObject example(String name) {
        return new JsonObject(OpenApi.DESCRIPTION
                .file()
                .root()
                .at("/components/examples/" + name + "/value")
                .toString());
    }
}
