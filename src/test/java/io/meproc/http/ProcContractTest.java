package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The interface as clients of the original know it, in both of its generations, and what is new in it. */
class ProcContractTest extends WithService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OK = "{\"code\":200,\"msg\":\"OK\"}";
    private static final String STUBBORN = "trap '' TERM; echo ready; sleep 1000";

    @ParameterizedTest
    @CsvSource({"PUT,POST", "POST,PUT"})
    void bothGenerationsOfVerbsStartRestartAndRemove(String startVerb, String restartVerb) throws Exception {
        String task = Api.task("a", "exec sleep 1000").encode();
        assertThat(api.call(startVerb, "/proc", task).body()).isEqualTo(OK);
        int first = pid("a");
        assertThat(api.call(startVerb, "/proc", task).message()).isEqualTo("Program exists, please stop it at first");
        assertThat(api.call(restartVerb, "/proc?name=a").body()).isEqualTo(OK);
        assertThat(pid("a")).isNotEqualTo(first);
        assertThat(ProcessHandle.of(first)).isEmpty();
        int second = pid("a");
        assertThat(api.call("DELETE", "/proc?name=a").body()).isEqualTo(OK);
        assertThat(ProcessHandle.of(second)).isEmpty();
        assertThat(api.task("a")).isNull();
        assertThat(api.call("DELETE", "/proc?name=a").status()).isEqualTo(403);
    }

    @Test
    void aNameIsFreeAgainAsSoonAsItsTaskIsRemoved() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(api.start("a", "exec sleep 1000").body()).isEqualTo(OK);
            assertThat(api.call("DELETE", "/proc?name=a").body()).isEqualTo(OK);
        }
    }

    @Test
    void whoDoesNotWaitIsAnsweredAtOnce() throws Exception {
        Reply started =
                api.call("PUT", "/proc?wait=false", Api.task("a", STUBBORN).encode());
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.json()).isEqualTo(new JsonObject().put("code", 202).put("msg", "Accepted"));
        awaitReady();
        assertThat(api.call("DELETE", "/proc?name=a&wait=false").status()).isEqualTo(202);
        assertThat(api.task("a").getString("state")).isEqualTo("stopping");
        assertThat(api.call("DELETE", "/proc?name=a&wait=true").status()).isEqualTo(200);
    }

    @Test
    void aDeleteThatWaitsDelaysNobody() throws Exception {
        api.start("a", STUBBORN);
        awaitReady();
        try (Wire waiting = new Wire(service.port())) {
            waiting.send("DELETE /proc?name=a HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().atMost(PATIENCE).until(() -> "stopping".equals(api.task("a").getString("state")));
            assertThat(api.start("b", "true").body()).isEqualTo(OK);
            Reply stopped = waiting.read();
            assertThat(stopped.status()).isEqualTo(200);
            assertThat(stopped.detail()).startsWith("a:0: process ").contains(" and was killed");
        }
        assertThat(api.task("a")).isNull();
    }

    /** It ignores the signal from now on. */
    private void awaitReady() {
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", "/api/v1/tasks/a/replicas/0/output")
                        .body()
                        .equals("ready\n"));
    }

    @Test
    void anEmptyTableIsListed() throws Exception {
        Reply reply = api.call("GET", "/proc");
        assertThat(reply.body()).isEqualTo("{\"code\":200,\"msg\":\"OK\",\"data\":{\"running\":[],\"tasks\":{}}}");
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void aTaskIsListedWithTheOriginalsFieldsAndOurs() throws Exception {
        api.call(
                "PUT",
                "/proc",
                Api.task("a", "exec sleep 1000").put("replica", 2).encode());
        JsonObject task = api.task("a");
        assertThat(task.fieldNames())
                .containsExactly(
                        "name",
                        "cmd",
                        "type",
                        "replica",
                        "deps",
                        "interval",
                        "user",
                        "group",
                        "last_time",
                        "start_time",
                        "run_flag",
                        "running",
                        "state",
                        "health",
                        "waiting_for",
                        "next_fire",
                        "replicas");
        long now = System.currentTimeMillis() / 1000;
        assertThat(task.getString("name")).isEqualTo("a");
        assertThat(task.getString("cmd")).isEqualTo("exec sleep 1000");
        assertThat(task.getValue("type")).isEqualTo("once");
        assertThat(task.getValue("replica")).isEqualTo(2);
        assertThat(task.getValue("deps")).isEqualTo(new JsonArray());
        assertThat(task.getValue("interval")).isEqualTo(3000);
        assertThat(task.getValue("user")).isNull();
        assertThat(task.getValue("group")).isNull();
        assertThat(task.getLong("last_time")).isBetween(now - 60, now);
        assertThat(task.getLong("start_time")).isBetween(now - 60, now);
        assertThat(task.getValue("run_flag")).isEqualTo(false);
        assertThat(task.getValue("running")).isEqualTo(2);
        assertThat(task.getString("state")).isEqualTo("running");
        assertThat(task.getJsonArray("replicas")).hasSize(2);
        JsonObject replica = task.getJsonArray("replicas").getJsonObject(1);
        assertThat(replica.fieldNames()).containsExactly("index", "state", "pid", "since", "restarts", "last_exit");
        assertThat(replica.getValue("index")).isEqualTo(1);
        assertThat(replica.getInstant("since").getEpochSecond()).isBetween(now - 60, now);
        JsonArray running = api.listing().getJsonArray("running");
        assertThat(running).hasSize(2);
        assertThat(running.getJsonObject(1).fieldNames()).containsExactly("command", "pid", "alias");
        assertThat(running.getJsonObject(1).getString("alias")).isEqualTo("a:1");
        assertThat(running.getJsonObject(1).getInteger("pid")).isEqualTo(replica.getInteger("pid"));
    }

    @Test
    void aWaitingAndACronTaskAreListed() throws Exception {
        api.start("a", "exec sleep 1000");
        JsonArray deps = new JsonArray().add("a");
        assertThat(api.call(
                                "PUT",
                                "/proc",
                                Api.task("b", "true").put("deps", deps).encode())
                        .status())
                .isEqualTo(200);
        JsonObject cron = Api.task("c", "true").put("type", "cron").put("cron", "0 0 1 1 *");
        assertThat(api.call("PUT", "/proc", cron.encode()).body()).isEqualTo(OK);
        JsonObject waiting = api.task("b");
        assertThat(waiting.getValue("run_flag")).isEqualTo(true);
        assertThat(waiting.getValue("last_time")).isEqualTo(0);
        assertThat(waiting.getString("state")).isEqualTo("waiting");
        assertThat(waiting.getJsonArray("waiting_for")).isEqualTo(deps);
        JsonObject scheduled = api.task("c");
        assertThat(scheduled.getString("cron")).isEqualTo("0 0 1 1 *");
        assertThat(scheduled.getString("next_fire")).endsWith("-01-01T00:00:00Z");
        assertThat(api.listing().getJsonObject("tasks").fieldNames()).containsExactly("a", "b", "c");
    }

    @Test
    void aFinishedTaskStaysListedWithItsExit() throws Exception {
        api.start("a", "exit 7");
        await().atMost(PATIENCE).until(() -> api.task("a").getInteger("running") == 0);
        JsonObject exit =
                api.task("a").getJsonArray("replicas").getJsonObject(0).getJsonObject("last_exit");
        assertThat(exit.getInteger("code")).isEqualTo(7);
        assertThat(exit.getBoolean("requested")).isFalse();
        assertThat(exit.getString("words")).contains("7");
    }

    @Test
    void theListingIsTheSameBytesUntilSomethingChanges() throws Exception {
        api.start("a", "exec sleep 1000");
        String first = api.call("GET", "/proc").body();
        for (int i = 0; i < 10; i++) {
            assertThat(api.call("GET", "/proc").body()).isEqualTo(first);
        }
        api.start("b", "exec sleep 1000");
        String second = api.call("GET", "/proc").body();
        assertThat(second).isNotEqualTo(first);
        api.call("DELETE", "/proc?name=b");
        assertThat(api.call("GET", "/proc").body()).isEqualTo(first);
    }

    @Test
    void whateverIsInACommandTheListingIsJson() throws Exception {
        String command = ": \n\t\r\b\f\u0001\u001f\u007f\u2028\"\\</script><script>alert(1)</script>\ud83d\ude00";
        assertThat(api.start("a", command).body()).isEqualTo(OK);
        assertThat(api.task("a").getString("cmd")).isEqualTo(command);
        assertThat(api.call("GET", "/proc").body().chars()).allMatch(c -> c >= ' ');
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9t\u00e9", "\u4efb\u52a1", "a.b_c-1", "1", "\ud801\udc00"})
    void aNameMayBeOfAnyAlphabet(String name) throws Exception {
        assertThat(api.start(name, "true").body()).isEqualTo(OK);
        String encoded = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(api.call("GET", "/proc/output?name=" + encoded)
                        .json()
                        .getJsonObject("data")
                        .fieldNames())
                .containsExactly(name + ":0");
        assertThat(api.call("DELETE", "/proc?name=" + encoded).body()).isEqualTo(OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/output?name=a", "/", "/meproc.js", "/meproc.css", "/nothing"})
    void headIsGetWithoutItsBody(String target) throws Exception {
        api.start("a", "exec sleep 1000");
        Reply get = api.call("GET", target);
        try (Wire wire = new Wire(service.port())) {
            wire.send("HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Reply head = wire.readHead();
            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.headers()).isEqualTo(get.headers());
            wire.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(wire.read().body()).isEqualTo(get.body());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /proc        | GET, HEAD, PUT, POST, DELETE, OPTIONS
            /proc/output | GET, HEAD, OPTIONS
            /            | GET, HEAD, OPTIONS
            """)
    void optionsAndARefusedMethodTellWhatThereIs(String target, String allowed) throws Exception {
        Reply options = api.call("OPTIONS", target);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).isEqualTo(allowed);
        assertThat(options.header("access-control-allow-origin")).isNull();
        Reply refused = api.call("PATCH", target);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("allow")).isEqualTo(allowed);
        assertThat(refused.json().getString("msg")).isEqualTo("Method not allowed");
    }

    @Test
    void thePageMayDoNothingButItsOwn() throws Exception {
        Reply page = api.call("GET", "/");
        assertThat(page.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("style=", "onclick", "<style", "http://", "https://");
        assertThat(api.call("GET", "/index.html").body()).isEqualTo(page.body());
        for (String file : List.of("meproc.js", "meproc.css")) {
            assertThat(page.body()).contains("\"" + file + "\"");
            assertThat(api.call("GET", "/" + file).status()).isEqualTo(200);
        }
    }

    @Test
    void aTaskThatCanNotStartIsNotListed() throws Exception {
        Reply reply = api.call(
                "PUT",
                "/proc",
                Api.task("a", "true").put("user", "no.such.user").encode());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).contains("no.such.user");
        assertThat(api.task("a")).isNull();
    }

    private int pid(String name) throws IOException, InterruptedException {
        return api.task(name).getJsonArray("replicas").getJsonObject(0).getInteger("pid");
    }
}
