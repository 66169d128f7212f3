package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls about schedules, and runs with parameters, with real processes. Apostrophes stand for quotation marks. */
class ScheduleCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASK = "/api/v1/tasks/c";

    @TempDir
    Path logs;

    @TempDir
    Path data;

    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.keeping(logs, data);
        api = new Api(service.port());
    }

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void aRunHasItsArgumentsAndVariablesAndItsRecordHasNoValue() throws Exception {
        put("'cmd':'set -f; echo $1.$2.$COLOUR.$KEPT','env':{'COLOUR':'red','KEPT':'kept'}");
        Reply run = api.call("POST", TASK + "/run", json("{'args':['a b','$(c)'],'env':{'COLOUR':'sec ret'}}"));
        assertThat(run.status()).isEqualTo(200);
        awaitOutput("a b.$(c).sec ret.kept\n");

        JsonObject record =
                await().atMost(PATIENCE).until(() -> runs().getJsonObject(0), one -> one.getValue("exit") != null);
        assertThat(record.getJsonObject("occasion"))
                .isEqualTo(new JsonObject(json("{'kind':'request','attempt':0,'args':['a b','$(c)'],'env':['COLOUR']}"))
                        .put("due", record.getJsonObject("occasion").getString("due")));
        assertThat(api.call("GET", "/api/v1/audit").body())
                .contains("2 arguments; env COLOUR")
                .doesNotContain("sec ret");
        assertThat(api.call("GET", TASK + "/runs").body()).doesNotContain("sec ret");

        assertThat(api.call("POST", TASK + "/run").status()).isEqualTo(200);
        awaitOutput("..red.kept\n");
    }

    @Test
    void theArgumentsOfARunFollowThoseOfTheTask() throws Exception {
        put("'args':['/bin/echo','one']");
        api.call("POST", TASK + "/run", json("{'args':['two  three']}"));
        awaitOutput("one two  three\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'args':'x'}           | args: expected a list of at most 1000 strings
            {'args':[1]}           | args[0]: expected a string
            {'env':['X']}          | env: expected an object of names and strings
            {'arg':['x']}          | unknown field 'arg'; did you mean 'args'?
            """)
    void malformedParametersAreRefused(String body, String detail) throws Exception {
        put("'cmd':'true'");
        Reply refused = api.call("POST", TASK + "/run", json(body));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getString("detail")).startsWith(detail);
    }

    @Test
    void theOverlapPolicyHoldsForRequestedRuns() throws Exception {
        put("'cmd':'exec sleep 1000','overlap':'queue(1)'");
        assertThat(change(api.call("POST", TASK + "/run"))).isEqualTo("started");
        Reply queued = api.call("POST", TASK + "/run");
        assertThat(queued.status()).isEqualTo(202);
        assertThat(change(queued)).isEqualTo("queued");
        assertThat(queued.json().getJsonObject("task").getInteger("queued")).isEqualTo(1);
        Reply refused = api.call("POST", TASK + "/run");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail"))
                .isEqualTo("task 'c' was not run: its last run is not over, and 1 start waits already"
                        + " (overlap: queue(1))");
        long first = pid();
        api.call("POST", TASK + "/signal?signal=KILL");
        await().atMost(PATIENCE).until(() -> pid() != 0 && pid() != first);
    }

    @Test
    void aPauseSurvivesARestartOfTheService() throws Exception {
        put("'cmd':'true'");
        assertThat(change(api.call("POST", TASK + "/pause"))).isEqualTo("paused");
        assertThat(change(api.call("POST", TASK + "/pause"))).isEqualTo("unchanged");
        service.close();
        service = Service.keeping(logs, data);
        api = new Api(service.port());
        JsonObject task = api.call("GET", TASK).json();
        assertThat(task.getString("state")).isEqualTo("paused");
        assertThat(task.getValue("nextFire")).isNull();
        assertThat(Instant.parse(task.getString("pausedSince"))).isBefore(Instant.now());
        JsonObject bulk = api.call("POST", "/api/v1/tasks:resume", json("{'selector':{'state':'paused'}}"))
                .json();
        assertThat(bulk.getJsonArray("results").getJsonObject(0).getInteger("status"))
                .isEqualTo(200);
        assertThat(api.call("GET", TASK).json().getString("state")).isEqualTo("scheduled");
    }

    @Test
    void onlyACronTaskHasASchedule() throws Exception {
        api.call("PUT", "/api/v1/tasks/d", json("{'cmd':'exec sleep 1000','type':'daemon'}"));
        for (String verb : List.of("pause", "resume", "run")) {
            Reply refused = api.call("POST", "/api/v1/tasks/d/" + verb);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().getString("type")).isEqualTo("/docs#problem-not-scheduled");
        }
    }

    @Test
    void theScheduleListsTheFiresOfAllTasksInOrder() throws Exception {
        cron("hourly", "'every':'1h'");
        cron("daily", "'cron':['0 9 * * *','30 21 * * *'],'zone':'Europe/Berlin'");
        cron("paused", "'cron':'15 9 * * *','zone':'UTC'");
        cron("stopped", "'every':'1h'");
        api.call("POST", "/api/v1/tasks/paused/pause");
        api.call("POST", "/api/v1/tasks/stopped/stop");
        String day = "/api/v1/schedule?from=2026-03-29T00:00:00Z&to=2026-03-30T00:00:00Z";
        JsonObject all = api.call("GET", day).json();
        List<JsonObject> fires = objects(all.getJsonArray("fires"));
        assertThat(fires).hasSize(24 + 2 + 1);
        assertThat(fires).extracting(fire -> fire.getString("at")).isSorted();
        assertThat(fires.stream().filter(fire -> fire.getString("task").equals("daily")))
                .extracting(fire -> fire.getString("local"))
                .containsExactly("2026-03-29T09:00:00+02:00", "2026-03-29T21:30:00+02:00");
        assertThat(fires.stream().filter(fire -> fire.getBoolean("paused")))
                .extracting(fire -> fire.getString("task"))
                .containsExactly("paused");
        assertThat(all.getValue("next")).isNull();

        JsonObject page = api.call("GET", day + "&limit=3&task=hourly,none").json();
        assertThat(objects(page.getJsonArray("fires")))
                .extracting(fire -> fire.getString("at"))
                .containsExactly("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
        assertThat(page.getString("next")).isEqualTo("2026-03-29T03:00:00Z");
        assertThat(objects(api.call("GET", day + "&perTask=1").json().getJsonArray("fires")))
                .extracting(fire -> fire.getString("task"))
                .containsExactly("hourly", "daily", "paused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            to=2020-01-01T00:00:00Z                           | to is not a time later than from, by at most 366 days
            from=2026-01-01T00:00:00Z&to=2027-01-03T00:00:00Z | to is not a time later than from, by at most 366 days
            limit=1001                                        | limit: expected an integer from 1 to 1000
            from=now                                          | from: expected a time such as
            """)
    void malformedIntervalsAreRefused(String query, String detail) throws Exception {
        Reply refused = api.call("GET", "/api/v1/schedule?" + query);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getString("detail")).containsIgnoringCase(detail.substring(detail.indexOf(' ')));
    }

    private void put(String members) throws IOException, InterruptedException {
        cron("c", members + ",'cron':'0 0 1 1 *'");
    }

    private void cron(String name, String members) throws IOException, InterruptedException {
        String command = members.contains("cmd") || members.contains("'args'") ? "" : "'cmd':'true',";
        Reply reply = api.call("PUT", "/api/v1/tasks/" + name, json("{'type':'cron'," + command + members + "}"));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    }

    private void awaitOutput(String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.call("GET", TASK + "/replicas/0/output").body())
                        .endsWith(text));
    }

    private JsonArray runs() throws IOException, InterruptedException {
        return api.call("GET", TASK + "/runs").json().getJsonArray("runs");
    }

    private long pid() throws IOException, InterruptedException {
        Long pid = api.call("GET", TASK)
                .json()
                .getJsonArray("replicas")
                .getJsonObject(0)
                .getLong("pid");
        return pid == null ? 0 : pid;
    }

    private static String change(Reply reply) {
        return reply.json().getString("change");
    }

    private static List<JsonObject> objects(JsonArray array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(array::getJsonObject)
                .toList();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
