package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code /api/v1} does with tasks, with real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASKS = "/api/v1/tasks";
    private static final String SLEEPER = "{\"cmd\":\"exec sleep 1000\",\"type\":\"daemon\",\"replica\":%d}";

    private Service service;
    private Api api;

    @BeforeAll
    void start(@TempDir Path logs) {
        service = new Service(logs);
        api = new Api(service.port());
    }

    @AfterEach
    void removeAll() throws Exception {
        Reply removed = api.call("POST", TASKS + ":remove", "{\"selector\":{\"all\":true}}");
        assertThat(removed.status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private Reply put(String name, String body) throws Exception {
        return api.call("PUT", TASKS + "/" + name, body);
    }

    private JsonObject get(String name) throws Exception {
        Reply reply = api.call("GET", TASKS + "/" + name);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private List<Long> pids(String name) throws Exception {
        return get(name).getJsonArray("replicas").stream()
                .map(replica -> ((JsonObject) replica).getLong("pid"))
                .toList();
    }

    private static JsonObject error(Reply reply) {
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        return reply.json().getJsonArray("errors").getJsonObject(0);
    }

    @Test
    void aPutCreatesAndASecondOneChangesNothing() throws Exception {
        Reply created = put("a", SLEEPER.formatted(2));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo("./a");
        List<Long> pids = pids("a");

        Reply again = put("a", SLEEPER.formatted(2));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().getString("change")).isEqualTo("unchanged");
        assertThat(again.header("meproc-revision")).isEqualTo(created.header("meproc-revision"));
        assertThat(pids("a")).isEqualTo(pids);
    }

    @Test
    void everyFieldThatIsWrongIsNamedAtOnce() throws Exception {
        Reply refused = put("no%20name", """
            {"cmd": " ", "type": "sometimes", "replica": 0, "deps": ["no/name"], "cron": "* * * * *", "interval": 0, "user": "",
             "cwd": "here", "umask": 22, "nice": 99, "limits": {"nofile": "many"}, "env": {"": "x"},
             "stop": {"grace": "long"}, "success": [999], "timeout": "soon", "onLeaderExit": "cry"}\
            """);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getJsonArray("errors").stream().map(each -> ((JsonObject) each).getString("field")))
                .containsExactly(
                        "name",
                        "cmd",
                        "user",
                        "env",
                        "cwd",
                        "umask",
                        "nice",
                        "limits.nofile",
                        "type",
                        "replica",
                        "interval",
                        "deps",
                        "stop.grace",
                        "timeout",
                        "success[0]",
                        "onLeaderExit");
        assertThat(refused.json().getString("detail")).startsWith("name: ");
    }

    @Test
    void aScaleFromTenToTwentyToFiveNeverRestartsOneThatStays() throws Exception {
        put("a", SLEEPER.formatted(10));
        List<Long> ten = pids("a");
        assertThat(ten).hasSize(10).doesNotContainNull();

        api.call("PATCH", TASKS + "/a", "{\"replica\":20}");
        List<Long> twenty = pids("a");
        api.call("PATCH", TASKS + "/a", "{\"replica\":5}");

        assertThat(twenty).hasSize(20).startsWith(ten.toArray(Long[]::new));
        assertThat(pids("a")).isEqualTo(ten.subList(0, 5));
        assertThat(twenty.subList(5, 20))
                .allMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aRollingRestartReplacesAllAndNeverHasFewerThanAllButOne() throws Exception {
        put("a", SLEEPER.formatted(4));
        List<Long> before = pids("a");
        Set<Integer> seen = new HashSet<>();
        List<Reply> done = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread roll = new Thread(() -> {
            try {
                done.add(api.call("POST", TASKS + "/a/restart?rolling=true"));
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        });
        roll.start();
        while (done.isEmpty() && roll.isAlive()) {
            seen.add(get("a").getJsonObject("counts").getInteger("running", 0));
        }
        roll.join();

        assertThat(done)
                .singleElement()
                .satisfies(reply -> assertThat(reply.status()).isEqualTo(200));
        assertThat(seen).isSubsetOf(3, 4);
        assertThat(pids("a")).hasSize(4).doesNotContainNull().doesNotContainAnyElementsOf(before);
    }

    @Test
    void aBrokenProgramCostsARollingRestartOneReplica() throws Exception {
        Path program = Files.writeString(service.logs().resolve("program"), "exec sleep 1000");
        put("a", "{\"args\":[\"/bin/sh\",\"" + program + "\"],\"type\":\"daemon\",\"replica\":4}");
        List<Long> before = pids("a");
        Files.writeString(program, "sleep 0.3; exit 1");
        Reply reply = api.call("POST", TASKS + "/a/restart?rolling=true");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(new JsonObject(reply.body()).getString("detail"))
                .isEqualTo("replica 0 did not stay up: code 1; replicas 1-3 were left as they are");
        assertThat(pids("a").subList(1, 4)).isEqualTo(before.subList(1, 4));
    }

    @Test
    void aVersionThatFailsIsRolledBackByItself() throws Exception {
        String task = "{\"cmd\":\"%s\",\"type\":\"daemon\",\"replica\":3,\"update\":{\"healthyAfter\":\"900ms\"}}";
        put("a", task.formatted("exec sleep 1000"));
        List<Long> before = pids("a");
        Reply reply = api.call("PUT", TASKS + "/a", task.formatted("sleep 0.3; exit 7"));
        assertThat(reply.status()).isEqualTo(409);
        assertThat(new JsonObject(reply.body()).getString("detail"))
                .startsWith("replica 0 did not stay up: code 7; rolled back: the definition from before");
        await().atMost(PATIENCE)
                .until(() -> get("a").getJsonObject("counts").getInteger("running", 0) == 3
                        && !get("a").containsKey("update"));
        assertThat(pids("a").subList(1, 3)).isEqualTo(before.subList(1, 3));
        assertThat(get("a").getJsonObject("definition").getString("cmd")).isEqualTo("exec sleep 1000");
        JsonObject why = new JsonObject(api.call("GET", TASKS + "/a/why").body());
        assertThat(why.getString("summary")).contains("failed: replica 0 did not stay up: code 7; rolled back");
        assertThat(why.getJsonArray("past").encode()).contains("\"rolled back\"");
    }

    @Test
    void theProgressOfAnUpdateIsShown() throws Exception {
        String task = "{\"cmd\":\"%s\",\"type\":\"daemon\",\"replica\":3,\"update\":{\"healthyAfter\":\"1h\"}}";
        put("a", task.formatted("exec sleep 1000"));
        assertThat(api.call("PUT", TASKS + "/a?wait=false", task.formatted("exec sleep 1001"))
                        .status())
                .isEqualTo(202);
        await().atMost(PATIENCE).until(() -> get("a").getJsonObject("update").containsKey("next"));
        JsonObject update = get("a").getJsonObject("update");
        update.remove("next");
        assertThat(update)
                .isEqualTo(
                        new JsonObject("{\"kind\":\"update\",\"old\":\"1-2\",\"replacing\":\"0\",\"replaced\":\"\"}"));
        assertThat(new JsonObject(api.call("GET", TASKS + "/a/why").body()).getString("summary"))
                .contains("update in progress: replica 0 being replaced, replicas 1-2 still old, next check in");
    }

    @Test
    void aPatchMergesAndKeepsTheSecretsThatItDoesNotName() throws Exception {
        put("a", "{\"cmd\":\"echo $A $B $C; exec sleep 1000\",\"type\":\"daemon\",\"env\":{\"A\":\"1\",\"B\":\"2\"}}");
        Reply patched =
                api.call("PATCH", TASKS + "/a", "{\"env\":{\"B\":null,\"C\":\"3\"},\"stop\":{\"grace\":\"5s\"}}");
        assertThat(patched.status()).isEqualTo(200);
        JsonObject definition = get("a").getJsonObject("definition");
        assertThat(definition.getJsonArray("env"))
                .isEqualTo(new JsonArray().add("A").add("C"));
        assertThat(definition.getJsonObject("stop").getString("grace")).isEqualTo("5s");
        await().atMost(PATIENCE)
                .until(() -> Files.readString(service.logs().resolve("a/0.log")).endsWith("1 3\n"));
    }

    @Test
    void aPatchOfOneFieldLeavesTheDefinitionAsItWasOtherwise() throws Exception {
        put("a", "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\",\"onLeaderExit\":\"wait\",\"timeout\":\"1h\"}");
        JsonObject before = get("a").getJsonObject("definition");
        api.call("PATCH", TASKS + "/a", "{\"replica\":2}");
        assertThat(get("a").getJsonObject("definition")).isEqualTo(before.put("replica", 2));
    }

    @Test
    void aRevisionThatIsNotTheOneExpectedIsRefused() throws Exception {
        Reply created = put("a", SLEEPER.formatted(1));
        String etag = "\"" + created.header("meproc-revision") + "\"";
        Reply changed = api.call("PATCH", TASKS + "/a", "{\"replica\":2}", Map.of("If-Match", etag));
        assertThat(changed.status()).isEqualTo(200);

        Map<String, String> old = Map.of("If-Match", etag);
        for (Reply stale : List.of(
                api.call("PATCH", TASKS + "/a", "{\"replica\":3}", old),
                api.call("PUT", TASKS + "/a", SLEEPER.formatted(3), old),
                api.call("POST", TASKS + "/a/stop", "", old),
                api.call("DELETE", TASKS + "/a", "", old),
                api.call("PUT", TASKS + "/a", SLEEPER.formatted(3), Map.of("If-None-Match", "*")),
                api.call("PUT", TASKS + "/b", SLEEPER.formatted(3), Map.of("If-Match", "*")))) {
            assertThat(stale.status()).isEqualTo(412);
            assertThat(stale.json().getString("type")).endsWith("#problem-changed-meanwhile");
        }
        assertThat(get("a").getJsonObject("definition").getInteger("replica")).isEqualTo(2);
        assertThat(api.call("PUT", TASKS + "/a", SLEEPER.formatted(1), Map.of("If-Match", "*"))
                        .status())
                .isEqualTo(200);
        Reply malformed = api.call("DELETE", TASKS + "/a", "", Map.of("If-Match", "abc"));
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(error(malformed).getString("field")).isEqualTo("If-Match");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "x", "NOW"                   | 200
        "1","NOW"                    | 200
        "NOW" ,, W/"5.7",            | 200
        "999999999999999999", "NOW"  | 200
        "NOW", W/"NOW"               | 200
        W/"NOW.1", "old,or\\"         | 412
        W/"NOW", W/"1"               | 412
        "old", "older"               | 412
        "1", W/"2.NOW"               | 412
        "0"                          | 412
        W/"NOW"                      | 412
        "NOW", *                     | 400
        "NOW" "1"                    | 400
        "NOW", 1                     | 400
        ,                            | 400
        """, quoteCharacter = '~')
    void oneOfSeveralRevisionsIsEnough(String sent, int status) throws Exception {
        String now = String.valueOf(put("a", SLEEPER.formatted(1)).header("meproc-revision"));
        Map<String, String> match = Map.of("If-Match", sent.replace("NOW", now));
        Reply reply = api.call("PATCH", TASKS + "/a", "{\"replica\":2}", match);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        if (status == 400) {
            assertThat(error(reply).getString("field")).isEqualTo("If-Match");
        }
        assertThat(get("a").getJsonObject("definition").getInteger("replica")).isEqualTo(status == 200 ? 2 : 1);
    }

    @Test
    void aRevisionOfATaskThatIsNotListedCreatesNothing() throws Exception {
        for (String sent : List.of("\"0\"", "\"1\"", "\"0\", \"1\"", "*")) {
            Reply reply = api.call("PUT", TASKS + "/a", SLEEPER.formatted(1), Map.of("If-Match", sent));
            assertThat(reply.status()).as(sent).isEqualTo(412);
            assertThat(api.call("GET", TASKS + "/a").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"selector":{"names":[""]}}                  | selector.names[0]
        {"selector":{"names":["a",""]}}              | selector.names[1]
        {"selector":{"names":["a",null]}}            | selector.names[1]
        {"selector":{"names":["a"],"all":{}}}        | selector.all
        {"selector":{"names":["a"],"all":"yes"}}     | selector.all
        {"selector":{"all":1}}                       | selector.all
        {"selector":{"names":["a"],"all":null}}      | selector.all
        {"selector":{"names":["a"],"state":null}}    | selector.state
        {"selector":{"names":null,"type":"daemon"}}  | selector.names
        {"selector":{"names":{}}}                    | selector.names
        {"selector":null}                            | selector
        {"selector":"all"}                           | selector
        {"selector":{"all":false}}                   | selector
        """)
    void aSelectorThatIsNotUnderstoodStopsNothing(String body, String field) throws Exception {
        put("a", SLEEPER.formatted(1));
        Reply refused = api.call("POST", TASKS + ":stop", body);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(error(refused).getString("field")).isEqualTo(field);
        assertThat(get("a").getString("state")).isEqualTo("running");
    }

    @Test
    void anETagHoldsAsLongAsTheBodyIsTheSame() throws Exception {
        put("a", SLEEPER.formatted(1));
        for (String path : List.of(TASKS + "/a", TASKS + "/a/replicas/0", TASKS)) {
            Reply first = api.call("GET", path);
            String etag = String.valueOf(first.header("etag"));
            for (String sent : List.of(
                    etag, "\"x\", " + etag, etag.replaceFirst("W/", ""), "W/" + etag.replaceFirst("W/", ""), "*")) {
                Reply same = api.call("GET", path, "", Map.of("If-None-Match", sent));
                assertThat(same.status()).as(path + " " + sent).isEqualTo(304);
                assertThat(same.body()).isEmpty();
                assertThat(same.header("etag")).isEqualTo(etag);
            }
            for (String sent : List.of("\"x\"", "W/\"1.2\"", "abc", etag + " x", "")) {
                assertThat(api.call("GET", path, "", Map.of("If-None-Match", sent))
                                .status())
                        .as(path + " " + sent)
                        .isEqualTo(200);
            }
            String many = "\"\",".repeat(8_000) + etag;
            assertThat(api.call("GET", path, "", Map.of("If-None-Match", many)).status())
                    .isEqualTo(304);
            api.call("POST", TASKS + "/a/restart");
            Reply later = api.call("GET", path, "", Map.of("If-None-Match", etag));
            assertThat(later.status()).isEqualTo(200);
            assertThat(later.body()).isNotEqualTo(first.body());
        }
    }

    @Test
    void aRevisionProtectsTheDefinitionThoughProcessesEndMeanwhileAndAWeakTagNeverMatches() throws Exception {
        put("a", SLEEPER.formatted(1));
        Reply read = api.call("GET", TASKS + "/a");
        Map<String, String> weak = Map.of("If-Match", String.valueOf(read.header("etag")));
        Reply refused = api.call("PATCH", TASKS + "/a", "{\"replica\":2}", weak);
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().getString("detail"))
                .contains(String.valueOf(read.header("meproc-revision")), "weak", "send the revision in quotes");
        Map<String, String> seen = Map.of("If-Match", "\"" + read.header("meproc-revision") + "\"");
        put("b", "{\"cmd\":\"exit 3\",\"type\":\"once\"}");
        assertThat(api.call("PATCH", TASKS + "/a", "{\"replica\":2}", seen).status())
                .isEqualTo(200);
        assertThat(api.call("PATCH", TASKS + "/a", "{\"replica\":3}", seen).status())
                .isEqualTo(412);
    }

    /** Every change of a listed task, in an order in which each is possible. */
    private static final List<String> CHANGES = List.of(
            "PUT /a",
            "PATCH /a",
            "POST /a/signal?signal=CONT",
            "POST /a/signal?signal=CONT&to=leader",
            "POST /a/restart",
            "POST /a/restart?rolling=true",
            "POST /a/stop",
            "POST /a/start",
            "POST /a/reset",
            "POST /a/replicas/0/signal?signal=CONT",
            "POST /a/replicas/0/restart",
            "POST /a/replicas/0/stop",
            "POST /a/replicas/0/start",
            "POST /a/replicas/0/reset",
            "DELETE /a");

    private Reply change(String call, Map<String, String> headers) throws Exception {
        String[] parts = call.split(" ", 2);
        String body = parts[0].startsWith("P") && !parts[0].equals("POST") ? SLEEPER.formatted(1) : "";
        return api.call(parts[0], TASKS + parts[1], body, headers);
    }

    @Test
    void everyChangeComparesEachTagOfAListAsTheStandardHasIt() throws Exception {
        put("a", SLEEPER.formatted(1));
        for (String call : CHANGES) {
            Reply read = api.call("GET", TASKS + "/a");
            String revision = "\"" + read.header("meproc-revision") + "\"";
            String tag = String.valueOf(read.header("etag"));
            List<Map<String, String>> unmet = List.of(
                    Map.of("If-Match", tag),
                    Map.of("If-Match", "W/" + revision + ", \"1\""),
                    Map.of("If-None-Match", "*"),
                    Map.of("If-None-Match", "\"1\", " + tag),
                    Map.of("If-None-Match", "\"1\", " + tag.replace("W/", "")),
                    Map.of("If-None-Match", "W/" + revision),
                    Map.of("If-Match", revision, "If-None-Match", revision),
                    Map.of("If-Match", "\"1\"", "If-None-Match", "\"1\""));
            for (Map<String, String> headers : unmet) {
                Reply refused = change(call, headers);
                assertThat(refused.status()).as(call + headers + refused.body()).isEqualTo(412);
                assertThat(refused.json().getString("type")).endsWith("#problem-changed-meanwhile");
            }
            Map<String, String> met =
                    Map.of("If-Match", "\"999999999999999999\", " + revision, "If-None-Match", "W/\"1\", \"2.3\"");
            assertThat(change(call, met).status()).as(call).isEqualTo(200);
        }
        Reply absent = change("DELETE /a", Map.of("If-Match", "\"1\", \"2\""));
        assertThat(absent.status()).isEqualTo(404);
        assertThat(change("PUT /a", Map.of("If-None-Match", "\"1\", W/\"2\"")).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"/tasks:stop, If-Match", "/tasks:stop, If-None-Match", "/cron/preview, If-Match"})
    void aDemandIsRefusedWhereThereIsNoOneTask(String path, String header) throws Exception {
        put("a", SLEEPER.formatted(1));
        String body = path.contains("cron") ? "{\"pattern\":\"* * * * *\"}" : "{\"selector\":{\"names\":[\"a\"]}}";
        Reply refused = api.call("POST", "/api/v1" + path, body, Map.of(header, "\"1\""));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(error(refused).getString("field")).isEqualTo(header);
        assertThat(get("a").getString("state")).isEqualTo("running");
    }

    @Test
    void anyRevisionIsGoodForEveryCallThatChangesAListedTask() throws Exception {
        put("a", SLEEPER.formatted(1));
        Map<String, String> any = Map.of("If-Match", "*");
        for (String call : CHANGES) {
            assertThat(change(call, any).status()).as(call).isEqualTo(200);
        }
        assertThat(api.call("DELETE", TASKS + "/a", "", any).status()).isEqualTo(404);
    }

    @Test
    void whatIsStoppedStaysListedAndStoppedUntilItIsStarted() throws Exception {
        put("a", SLEEPER.formatted(2));
        assertThat(api.call("POST", TASKS + "/a/stop").status()).isEqualTo(200);
        JsonObject stopped = get("a");
        assertThat(stopped.getString("state")).isEqualTo("stopped");
        assertThat(stopped.getBoolean("held")).isTrue();
        assertThat(stopped.getJsonObject("lastExit").getString("cause")).isEqualTo("stopped");
        api.call("POST", TASKS + "/a/start");
        assertThat(get("a").getString("state")).isEqualTo("running");
    }

    @Test
    void oneReplicaIsStoppedStartedRestartedAndSignalledAlone() throws Exception {
        put("a", SLEEPER.formatted(3));
        List<Long> before = pids("a");
        assertThat(api.call("POST", TASKS + "/a/replicas/1/restart").json().getString("change"))
                .isEqualTo("restarted");
        List<Long> restarted = pids("a");
        assertThat(restarted.get(0)).isEqualTo(before.get(0));
        assertThat(restarted.get(1)).isNotEqualTo(before.get(1));
        api.call("POST", TASKS + "/a/replicas/2/stop");
        assertThat(api.call("GET", TASKS + "/a/replicas/2").json().getBoolean("held"))
                .isTrue();
        assertThat(pids("a")).containsExactly(restarted.get(0), restarted.get(1), null);
        api.call("POST", TASKS + "/a/replicas/2/start");
        assertThat(pids("a")).doesNotContainNull();
        api.call("POST", TASKS + "/a/replicas/0/signal?signal=KILL");
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", TASKS + "/a/replicas/0").json().getValue("lastExit") != null);
        JsonObject exit = api.call("GET", TASKS + "/a/replicas/0").json().getJsonObject("lastExit");
        assertThat(exit.getString("cause")).isEqualTo("signaled");
        assertThat(exit.getInteger("signal")).isEqualTo(9);
        assertThat(api.call("GET", TASKS + "/a/replicas/3").status()).isEqualTo(404);
        assertThat(api.call("GET", TASKS + "/a/replicas/x").status()).isEqualTo(404);
        assertThat(api.call("POST", TASKS + "/a/replicas/0/restart?rolling=true")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aListIsFilteredSortedAndComesInPages() throws Exception {
        for (String name : List.of("c", "a", "d", "b")) {
            put(name, SLEEPER.formatted(1));
        }
        put("once", "{\"cmd\":\"exit 0\",\"type\":\"once\"}");
        await().atMost(PATIENCE).until(() -> "finished".equals(get("once").getString("state")));

        assertThat(names("")).containsExactly("a", "b", "c", "d", "once");
        assertThat(names("?type=daemon&limit=2")).containsExactly("a", "b");
        assertThat(api.call("GET", TASKS + "?type=daemon&limit=2").json().getString("next"))
                .isEqualTo("b");
        assertThat(names("?type=daemon&limit=2&after=b")).containsExactly("c", "d");
        assertThat(api.call("GET", TASKS + "?type=daemon&limit=2&after=b")
                        .json()
                        .getString("next"))
                .isNull();
        assertThat(names("?state=finished,failed")).containsExactly("once");
        assertThat(names("?q=EXIT")).containsExactly("once");
        assertThat(api.call("GET", TASKS + "?state=failing").json().getString("detail"))
                .endsWith("got 'failing', which is a health");
        Reply wrong = api.call("GET", TASKS + "?state=sleeping");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(error(wrong).getString("allowed")).contains("running");
        String etag = api.call("GET", TASKS).header("etag");
        assertThat(api.call("GET", TASKS, "", Map.of("If-None-Match", etag)).status())
                .isEqualTo(304);
        put("e", SLEEPER.formatted(1));
        assertThat(api.call("GET", TASKS, "", Map.of("If-None-Match", etag)).status())
                .isEqualTo(200);
    }

    private List<String> names(String query) throws Exception {
        return api.call("GET", TASKS + query).json().getJsonArray("tasks").stream()
                .map(task -> ((JsonObject) task).getString("name"))
                .toList();
    }

    @Test
    void manyTasksAreActedOnAtOnceAndEachHasItsOwnResult() throws Exception {
        put("a", SLEEPER.formatted(1));
        put("b", SLEEPER.formatted(1));
        put("c", "{\"cmd\":\"exit 0\",\"type\":\"once\"}");
        Reply reply = api.call(
                "POST", TASKS + ":signal", "{\"selector\":{\"names\":[\"a\",\"nobody\"]},\"signal\":\"CONT\"}");
        JsonArray results = reply.json().getJsonArray("results");
        assertThat(results.getJsonObject(0).getString("name")).isEqualTo("a");
        assertThat(results.getJsonObject(0).getInteger("status")).isEqualTo(200);
        assertThat(results.getJsonObject(1).getInteger("status")).isEqualTo(404);
        assertThat(results.getJsonObject(1).getJsonObject("problem").getString("title"))
                .isEqualTo("No such task");

        api.call("POST", TASKS + ":stop", "{\"selector\":{\"type\":\"daemon\"}}");
        assertThat(names("?state=stopped")).containsExactly("a", "b");
        for (String nothing : List.of("{}", "{\"selector\":{}}", "{\"selector\":{\"all\":false}}")) {
            assertThat(api.call("POST", TASKS + ":stop", nothing).status()).isEqualTo(400);
        }
        assertThat(api.call("POST", TASKS + ":explode", "{\"selector\":{\"all\":true}}")
                        .status())
                .isEqualTo(404);
        api.call("POST", TASKS + ":start", "{\"selector\":{\"all\":true}}");
        assertThat(names("?state=running")).contains("a", "b");
        assertThat(api.call("POST", TASKS + "stop", "{}").status()).isEqualTo(404);
    }

    @Test
    void whyTellsWhatHappenedAndWhatComesNext() throws Exception {
        put("crash", "{\"cmd\":\"exit 1\",\"type\":\"daemon\",\"interval\":50}");
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", TASKS + "/crash/why").body().contains("4th failure in a row"));
        api.call("PATCH", TASKS + "/crash", "{\"interval\":600000}");
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", TASKS + "/crash/why")
                        .json()
                        .getString("summary")
                        .matches("failing: exit: code 1 after 0\\.\\d s.*; next start in (9 min 5\\d s|10 min 0 s)"));
        JsonArray past = api.call("GET", TASKS + "/crash/why").json().getJsonArray("past");
        assertThat(past.size()).isBetween(5, 20);
        assertThat(past.stream().map(moment -> Instant.parse(((JsonObject) moment).getString("at"))))
                .isSorted();

        put("outlived", "{\"cmd\":\"sleep 1000 & exit 0\",\"type\":\"once\",\"onLeaderExit\":\"wait\"}");
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", TASKS + "/outlived/why")
                        .json()
                        .getString("summary")
                        .equals("lingering: its leader has ended, other processes of its run have not"));

        put("db", SLEEPER.formatted(1));
        put("later", "{\"cmd\":\"true\",\"type\":\"once\",\"deps\":[\"db\"]}");
        assertThat(api.call("GET", TASKS + "/later/why").json().getString("summary"))
                .matches("waiting for db:0, pid " + pids("db").get(0) + ", running since \\S+; deps means 'not while"
                        + " these run'; these are daemons, which may run forever: db; to wait until one is up, use"
                        + " \\{\"task\": \"db\", \"condition\": \"ready\"} in deps");
    }

    @Test
    void whatAStopHadToForceIsInTheNote() throws Exception {
        put(
                "stubborn",
                "{\"cmd\":\"trap '' TERM; echo up; while :; do sleep 0.05;"
                        + " done\",\"type\":\"daemon\",\"stop\":{\"grace\":\"100ms\"}}");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(service.logs().resolve("stubborn/0.log"))
                        && Files.readString(service.logs().resolve("stubborn/0.log"))
                                .startsWith("up"));
        Reply stopped = api.call("POST", TASKS + "/stubborn/stop");
        assertThat(stopped.json().getString("note")).contains("was killed");
    }

    @Test
    void theOutputOfAReplicaIsReadByOffset() throws Exception {
        put("printed", "{\"cmd\":\"printf 0123456789\",\"type\":\"once\"}");
        await().atMost(PATIENCE).until(() -> "finished".equals(get("printed").getString("state")));
        String output = TASKS + "/printed/replicas/0/output";
        Reply middle = api.call("GET", output + "?from=2&limit=3");
        assertThat(middle.body()).isEqualTo("234");
        assertThat(middle.header("meproc-next")).isEqualTo("5");
        assertThat(middle.header("meproc-size")).isEqualTo("10");
        assertThat(api.call("GET", output + "?from=-4").body()).isEqualTo("6789");
        assertThat(api.call("GET", output + "?from=99").body()).isEmpty();
        assertThat(api.call("GET", output).body()).isEqualTo("0123456789");
        assertThat(api.call("GET", output + "?from=x").status()).isEqualTo(400);
        assertThat(api.call("GET", output + "?limit=0").status()).isEqualTo(400);
        assertThat(api.call("GET", TASKS + "/printed/replicas/1/output").status())
                .isEqualTo(404);
        assertThat(api.call("GET", TASKS + "/b/replicas/0/output").status()).isEqualTo(404);
    }

    @Test
    void aCronPreviewTellsTheFiresOrTheFault() throws Exception {
        JsonObject preview = api.call(
                        "POST",
                        "/api/v1/cron/preview",
                        "{\"pattern\":\"0 9 * * mon-fri\",\"zone\":\"Europe/Berlin\",\"n\":3}")
                .json();
        assertThat(preview.getJsonArray("fires"))
                .hasSize(3)
                .allMatch(fire -> fire.toString().matches("\\d{4}-\\d\\d-\\d\\dT09:00:00\\+0[12]:00"));
        Reply wrong = api.call("POST", "/api/v1/cron/preview", "{\"pattern\":\"0 25 * * *\"}");
        assertThat(error(wrong).getString("field")).isEqualTo("pattern");
        assertThat(error(wrong).getString("message")).contains("hour");
        Reply never = api.call("POST", "/api/v1/cron/preview", "{\"pattern\":\"0 0 31 2 *\"}");
        assertThat(error(never).getString("message")).contains("never fires");
    }

    @Test
    void aScheduledCronTaskRunsWhenItIsStartedButNotWithManyOthers() throws Exception {
        put("nightly", "{\"cmd\":\"exec sleep 1000\",\"type\":\"cron\",\"cron\":\"0 0 1 1 *\"}");

        JsonObject many = api.call("POST", TASKS + ":start", "{\"selector\":{\"names\":[\"nightly\"]}}")
                .json()
                .getJsonArray("results")
                .getJsonObject(0)
                .getJsonObject("outcome");
        assertThat(many.getString("change")).isEqualTo("unchanged");
        assertThat(change("/nightly/start?run=false")).isEqualTo("unchanged");
        assertThat(get("nightly").getString("state")).isEqualTo("scheduled");

        assertThat(change("/nightly/start")).isEqualTo("started");
        assertThat(get("nightly").getString("state")).isEqualTo("running");
        assertThat(change("/nightly/start")).isEqualTo("unchanged");
        assertThat(change("/nightly/stop")).isEqualTo("stopped");
        assertThat(change("/nightly/start")).isEqualTo("started");
        assertThat(get("nightly").getString("state")).isEqualTo("scheduled");
        assertThat(change("/nightly/replicas/0/start")).isEqualTo("started");
        assertThat(get("nightly").getInteger("running")).isOne();
    }

    @Test
    void theNodeTellsWhatItIs() throws Exception {
        put("a", SLEEPER.formatted(2));
        JsonObject node = api.call("GET", "/api/v1/node").json();
        assertThat(node.getString("launcher")).isEqualTo("native");
        assertThat(node.getInteger("running")).isEqualTo(2);
        assertThat(node.getJsonObject("states").getInteger("running")).isEqualTo(1);
        assertThat(node.getLong("pid")).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void aTaskThatCannotStartIsNotKept() throws Exception {
        Reply refused = put("a", "{\"args\":[\"/no/such/program\"],\"type\":\"once\"}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("detail")).contains("ENOENT");
        assertThat(api.call("GET", TASKS + "/a").status()).isEqualTo(404);
        Reply account = put("a", "{\"cmd\":\"true\",\"type\":\"once\",\"user\":\"nobody-of-this-name\"}");
        assertThat(account.status()).isEqualTo(400);
        assertThat(error(account).getString("field")).isEqualTo("user");
    }

    @Test
    void aDefinitionThatIsKeptIsNoRefusalThoughNothingOfItStartsAndARefusedOneIsNotKept() throws Exception {
        String missing = "{\"cmd\":null,\"args\":[\"/no/such/program\"]}";
        put("up", SLEEPER.formatted(2));
        List<Long> pids = pids("up");
        assertThat(api.call("PATCH", TASKS + "/up", missing).status()).isEqualTo(422);
        assertThat(get("up").getJsonObject("definition").containsKey("args")).isFalse();
        assertThat(pids("up")).isEqualTo(pids);

        put("down", "{\"cmd\":\"exit 1\",\"type\":\"daemon\",\"interval\":600000}");
        await().atMost(PATIENCE).until(() -> get("down").getString("state").equals("backing off"));
        Reply patched = api.call("PATCH", TASKS + "/down", missing);
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().getString("change")).isEqualTo("changed");
        assertThat(patched.json().getString("note")).startsWith("1 of 1 replicas could not be started: ");
        JsonObject down = patched.json().getJsonObject("task");
        assertThat(down.getString("health")).isEqualTo("failing");
        assertThat(down.getJsonObject("definition").containsKey("args")).isTrue();
    }

    @Test
    void aTaskCanBeListedWithoutBeingStarted() throws Exception {
        Reply created = api.call("PUT", TASKS + "/a?start=false", SLEEPER.formatted(2), Map.of("If-None-Match", "*"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(get("a").getString("state")).isEqualTo("stopped");
        assertThat(pids("a")).containsOnlyNulls();
        Reply again = api.call("PUT", TASKS + "/a", SLEEPER.formatted(2), Map.of("If-None-Match", "*"));
        assertThat(again.status()).isEqualTo(412);
        assertThat(again.json().getString("detail")).isEqualTo("task 'a' is listed already");

        Reply started = api.call("POST", TASKS + "/a/start");
        assertThat(started.json().getString("change")).isEqualTo("started");
        assertThat(pids("a")).hasSize(2).doesNotContainNull();
        assertThat(change("/a/start")).isEqualTo("unchanged");
        assertThat(change("/a/replicas/1/stop")).isEqualTo("stopped");
        assertThat(change("/a/replicas/1/stop")).isEqualTo("unchanged");
        assertThat(change("/a/replicas/0/restart")).isEqualTo("restarted");
        assertThat(change("/a/reset")).isEqualTo("reset");
    }

    private String change(String path) throws Exception {
        return api.call("POST", TASKS + path).json().getString("change");
    }

    @Test
    void aDryRunSaysWhatAPutWouldDoAndDoesNothing() throws Exception {
        String put = TASKS + "/a?dryRun=true";
        Reply predicted = api.call("PUT", put, SLEEPER.formatted(2));
        assertThat(predicted.status()).isEqualTo(200);
        assertThat(predicted.json().getString("change")).isEqualTo("created");
        assertThat(api.call("GET", TASKS + "/a").status()).isEqualTo(404);

        put("a", SLEEPER.formatted(2));
        List<Long> pids = pids("a");
        assertThat(api.call("PUT", put, SLEEPER.formatted(2)).json().getString("change"))
                .isEqualTo("unchanged");
        assertThat(api.call("PUT", put, SLEEPER.formatted(3)).json().getString("change"))
                .isEqualTo("changed");
        Reply account = api.call("PUT", put, "{\"cmd\":\"true\",\"type\":\"once\",\"user\":\"nobody-of-this-name\"}");
        assertThat(error(account).getString("field")).isEqualTo("user");
        assertThat(pids("a")).isEqualTo(pids);
    }

    @Test
    void oldAndNewInterfaceSeeTheSameTask() throws Exception {
        api.call("PUT", "/proc", "{\"name\":\"a\",\"cmd\":\"exec sleep 1000\",\"type\":\"daemon\"}");
        assertThat(api.task("a").getJsonArray("replicas").getJsonObject(0).getLong("pid"))
                .isEqualTo(pids("a").get(0));
        api.call("POST", TASKS + "/a/stop");
        assertThat(api.task("a").getString("state")).isEqualTo("stopped");
    }

    @Test
    void aDryRunOfEveryChangingCallAnswersItsPlanAndChangesNothing() throws Exception {
        put("db", "{\"cmd\":\"exec sleep 1000\",\"type\":\"daemon\"}");
        put(
                "app",
                "{\"cmd\":\"exec sleep 1000\",\"type\":\"daemon\","
                        + "\"deps\":[{\"task\":\"db\",\"condition\":\"started\",\"onLoss\":\"stop\"}]}");
        List<Long> before = pids("db");
        for (String path : List.of("/db/stop", "/db/restart", "/db", "/db/replicas/0/stop")) {
            Reply reply = api.call(path.equals("/db") ? "DELETE" : "POST", TASKS + path + "?dryRun=true");
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            JsonArray plan = reply.json().getJsonArray("plan");
            assertThat(plan.getJsonObject(0).getString("name")).isEqualTo("db");
            assertThat(plan.getJsonObject(1).getString("name")).isEqualTo("app");
            assertThat(plan.getJsonObject(1).getJsonArray("reasons"))
                    .containsExactly("is stopped, and waits for db to be started");
        }
        JsonObject stop = api.call("POST", TASKS + "/db/stop?dryRun=true").json();
        assertThat(stop.getString("change")).isEqualTo("stopped");
        assertThat(stop.getJsonArray("plan").getJsonObject(0).getJsonArray("after"))
                .containsExactly("app");
        JsonObject many = api.call("POST", TASKS + ":restart?dryRun=true", "{\"selector\":{\"all\":true}}")
                .json();
        assertThat(many.getJsonArray("plan").getJsonObject(0).getString("action"))
                .isEqualTo("restart");
        assertThat(api.call("PATCH", TASKS + "/db?dryRun=true", "{\"replica\":3}")
                        .json()
                        .getJsonArray("plan")
                        .getJsonObject(0)
                        .getInteger("starts"))
                .isEqualTo(2);
        assertThat(api.call("POST", TASKS + "/nobody/stop?dryRun=true").status())
                .isEqualTo(404);
        assertThat(pids("db")).isEqualTo(before);
        assertThat(api.task("db").getString("state")).isEqualTo("running");
    }

    @Test
    void aPlanOfChangesNamesWhoStartsAndWhoWaits() throws Exception {
        JsonObject plan = api.call(
                        "POST",
                        "/api/v1/plan",
                        "{\"changes\":[{\"action\":\"put\",\"name\":\"d\",\"definition\":{\"cmd\":\"true\",\"type\":\"once\"}},"
                                + "{\"action\":\"put\",\"name\":\"e\",\"definition\":{\"cmd\":\"true\",\"type\":\"once\","
                                + "\"deps\":[{\"task\":\"d\",\"condition\":\"succeeded\"}]}},"
                                + "{\"action\":\"stop\",\"name\":\"nobody\"}]}")
                .json();
        assertThat(plan.getJsonArray("plan").getJsonObject(0).getString("action"))
                .isEqualTo("start");
        assertThat(plan.getJsonArray("plan").getJsonObject(1).getJsonArray("waitsFor"))
                .containsExactly("d to succeed (d is starting)");
        assertThat(plan.getJsonArray("results").getJsonObject(2).getInteger("status"))
                .isEqualTo(404);
        assertThat(api.call("GET", TASKS + "/d").status()).isEqualTo(404);
        assertThat(api.call("POST", "/api/v1/plan", "{\"changes\":[]}").body()).contains("changes: is empty");
        assertThat(api.call("POST", "/api/v1/plan", "{\"changes\":[{\"action\":\"signal\",\"name\":\"d\"}]}")
                        .body())
                .contains("changes[0].action: expected one of put, ");
        assertThat(api.call("POST", "/api/v1/plan", "{\"changes\":[{\"action\":\"put\",\"name\":\"d\"}]}")
                        .body())
                .contains("changes[0]: lacks the definition");
    }
}
