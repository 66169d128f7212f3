package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of all kinds, each of which the client holds to the description. */
class OpenApiAnswersTest extends WithService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASKS = "/api/v1/tasks";
    private static final String TASK = TASKS + "/a";
    private static final String REPLICA = TASK + "/replicas/1";
    private static final String SLEEPS = "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\",\"replica\":2}";

    private int status(String method, String target, String body) throws Exception {
        return api.call(method, target, body).status();
    }

    @Test
    void aTaskIsDescribedFromItsPutToItsRemoval() throws Exception {
        Reply created = api.call("PUT", TASK, SLEEPS);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo(TASK.replaceFirst(".*/", "./"));
        assertThat(status("PUT", TASK, SLEEPS)).isEqualTo(200);
        assertThat(status("GET", TASK, "")).isEqualTo(200);
        assertThat(status("GET", REPLICA, "")).isEqualTo(200);
        assertThat(status("PATCH", TASK, "{\"replica\":3,\"env\":{\"A\":\"b\"}}"))
                .isEqualTo(200);
        assertThat(status("PATCH", TASK + "?wait=false", "{\"nice\":null}")).isEqualTo(202);
        for (String verb : new String[] {"stop", "start", "restart", "restart?rolling=true", "reset"}) {
            assertThat(status("POST", TASK + "/" + verb, "")).as(verb).isEqualTo(200);
        }
        for (String verb : new String[] {"stop", "start", "restart", "reset"}) {
            assertThat(status("POST", REPLICA + "/" + verb, "")).as(verb).isEqualTo(200);
        }
        assertThat(status("POST", TASK + "/signal?signal=CONT", "")).isEqualTo(200);
        assertThat(status("POST", REPLICA + "/signal", "{\"signal\":\"SIGCONT\"}"))
                .isEqualTo(200);
        assertThat(status("GET", TASK + "/why", "")).isEqualTo(200);
        assertThat(status("GET", TASKS + "?state=running,backing%20off&type=daemon&q=SLEEP&limit=1", ""))
                .isEqualTo(200);
        assertThat(status("GET", "/api/v1/node", "")).isEqualTo(200);
        assertThat(status("GET", "/api/v1/usage", "")).isEqualTo(200);
        assertThat(status("DELETE", TASK + "?wait=false", "")).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> status("GET", TASK, "") == 404);
    }

    @Test
    void aDefinitionIsDescribedWithAllItsFields() throws Exception {
        JsonObject definition =
                new JsonObject("{\"name\":\"a\",\"cmd\":\"true\",\"type\":\"cron\",\"cron\":\"0 3 1 1 *\""
                        + ",\"replica\":2,\"deps\":[\"b\"],\"interval\":5000,\"env\":{\"A\":\"${replica}\"},\"cwd\":\"/tmp\""
                        + ",\"stdin\":\"/dev/zero\",\"umask\":\"027\",\"nice\":5,\"limits\":{\"core\":0,\"nofile\":\"64:unlimited\"}"
                        + ",\"stop\":{\"sequence\":[{\"signal\":\"int\",\"wait\":\"1s\"},{\"signal\":\"SIGTERM\",\"wait\":\"60s\"}]}"
                        + ",\"success\":[0,3,\"TERM\"],\"timeout\":\"90s\",\"onLeaderExit\":\"wait\",\"group\":null}");
        definition.getJsonObject("limits").put("nofile", "64:128");
        assertThat(status("PUT", TASK, definition.encode())).isEqualTo(201);
        JsonObject listed = api.call("GET", TASK).json().getJsonObject("definition");
        definition.remove("group");
        assertThat(listed.fieldNames()).isEqualTo(definition.fieldNames());
        assertThat(status("PATCH", TASK, "{\"stop\":{\"sequence\":null,\"grace\":\"2s\"}}"))
                .isEqualTo(200);
        assertThat(status("POST", TASKS + ":remove", "{\"selector\":{\"all\":true}}"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exited      | exit 7                | 1s
            signaled    | kill -KILL $$         | 1s
            timed out   | sleep 1000            | 50ms
            stopped     | sleep 1000            | 1h
            stopped     | trap '' TERM; sleep 7 & setsid sleep 1001 & wait; sleep 1000 | 1h
            not started | true                  | 1s
            """)
    void anEndIsDescribedWhateverItsCause(String cause, String command, String timeout) throws Exception {
        JsonObject definition =
                new JsonObject().put("cmd", command).put("type", "once").put("timeout", timeout);
        definition.put("stop", new JsonObject().put("grace", "200ms"));
        if (cause.equals("not started")) {
            definition.put("cwd", "/nowhere");
            assertThat(status("PUT", TASK, definition.encode())).isEqualTo(422);
            assertThat(status("PUT", TASK + "?wait=false", definition.encode())).isEqualTo(202);
        } else {
            assertThat(status("PUT", TASK, definition.encode())).isEqualTo(201);
        }
        if (cause.equals("stopped")) {
            assertThat(status("POST", TASK + "/stop", "")).isEqualTo(200);
        }
        await().atMost(PATIENCE).until(() -> api.call("GET", TASK).json().getValue("lastExit") != null);
        assertThat(api.call("GET", TASK).json().getJsonObject("lastExit").getString("cause"))
                .isEqualTo(cause);
        assertThat(status("GET", TASK + "/why", "")).isEqualTo(200);
    }

    @Test
    void manyTasksAreDescribedWhateverBecomesOfThem() throws Exception {
        for (String name : new String[] {"a", "b"}) {
            assertThat(status("PUT", TASKS + "/" + name, SLEEPS)).isEqualTo(201);
        }
        JsonObject selector =
                new JsonObject().put("names", new JsonArray().add("a").add("b").add("c"));
        String some = new JsonObject().put("selector", selector).encode();
        for (String verb : new String[] {"stop", "start", "restart", "reset", "remove"}) {
            assertThat(status("POST", TASKS + ":" + verb, some)).as(verb).isEqualTo(200);
        }
        assertThat(status("POST", TASKS + ":signal", "{\"selector\":{\"state\":\"stopped\"},\"signal\":\"HUP\"}"))
                .isEqualTo(200);
    }

    @Test
    void outputIsDescribed() throws Exception {
        assertThat(status("PUT", TASK, "{\"cmd\":\"echo hello\",\"type\":\"once\"}"))
                .isEqualTo(201);
        String output = TASK + "/replicas/0/output";
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", output + "?from=0&limit=2").body().equals("he"));
        assertThat(api.call("GET", output + "?from=-3").body()).isEqualTo("lo\n");
        assertThat(status("GET", output + "?limit=0", "")).isEqualTo(400);
        assertThat(status("GET", TASK + "/replicas/1/output", "")).isEqualTo(404);
        assertThat(status("DELETE", output, "")).isEqualTo(405);
    }

    @Test
    void anUnchangedListIsNotSentAgain() throws Exception {
        String tag = String.valueOf(api.call("GET", TASKS).header("etag"));
        Reply again = api.call("GET", TASKS, "", Map.of("If-None-Match", tag));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | PUT    | /tasks/a                    | {
            400 | PUT    | /tasks/a                    | {"cmd":"true","type":"onec"}
            400 | PUT    | /tasks/a?wiat=false         | {"cmd":"true","type":"once"}
            400 | PUT    | /tasks/-                    | {"cmd":"true","type":"once"}
            400 | PATCH  | /tasks/listed               | {"replica":0}
            400 | POST   | /tasks/listed/signal        | {"signal":"NONE"}
            400 | POST   | /tasks:stop                 | {"selector":{}}
            404 | POST   | /tasks:paint                | {"selector":{"all":true}}
            400 | POST   | /cron/preview               | {"pattern":"0 0 31 2 *"}
            400 | GET    | /tasks?limit=0              |
            400 | GET    | /tasks?state=asleep         |
            404 | GET    | /tasks/a                    |
            404 | GET    | /tasks/a/why                |
            404 | GET    | /tasks/listed/replicas/7    |
            404 | POST   | /tasks/listed/replicas/x/stop |
            404 | GET    | /nothing                    |
            404 | POST   | /tasks/a/start              |
            404 | PATCH  | /tasks/a                    | {"replica":2}
            405 | PUT    | /tasks                      |
            405 | DELETE | /node                       |
            409 | POST   | /tasks/listed/signal?signal=HUP |
            409 | POST   | /tasks/listed/restart?rolling=true |
            """)
    void aRefusalIsDescribed(int status, String method, String target, String body) throws Exception {
        String listed = "{\"cmd\":\"true\",\"type\":\"cron\",\"cron\":\"0 0 1 1 *\"}";
        assertThat(status("PUT", TASKS + "/listed", listed)).isEqualTo(201);
        assertThat(status(method, "/api/v1" + target, body == null ? "" : body)).isEqualTo(status);
    }

    @Test
    void anotherRevisionIsDescribed() throws Exception {
        String body = "{\"cmd\":\"true\",\"type\":\"once\"}";
        assertThat(api.call("PUT", TASK, body, Map.of("If-Match", "\"1\"")).status())
                .isEqualTo(412);
        assertThat(api.call("PUT", TASK, body, Map.of("If-None-Match", "*")).status())
                .isEqualTo(201);
        assertThat(api.call("PUT", TASK, body, Map.of("If-None-Match", "*")).status())
                .isEqualTo(412);
        assertThat(api.call("DELETE", TASK, "", Map.of("If-Match", "5")).status())
                .isEqualTo(400);
    }
}
