package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of one run of a replica, requested by the number of the run. */
class RunOutputCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASK = "/api/v1/tasks/a";
    private static final String REPLICA = TASK + "/replicas/0";
    private static final String OUTPUT = REPLICA + "/output";

    @TempDir
    Path logs;

    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = new Service(logs);
        api = new Api(service.port());
    }

    @AfterEach
    void end() {
        service.close();
    }

    /** Runs a command line to its end; the record of the run. */
    private JsonObject runs(String line) throws Exception {
        Long before = lastRun();
        starts(line);
        await().atMost(PATIENCE).until(() -> lastRun() != null && !lastRun().equals(before));
        return replica().getJsonObject("lastExit");
    }

    /** The number of the run that ended last; null before the first end. */
    private @Nullable Long lastRun() throws Exception {
        JsonObject exit = replica().getJsonObject("lastExit");
        return exit == null ? null : exit.getLong("run");
    }

    private void starts(String line) throws Exception {
        String definition =
                new JsonObject().put("cmd", line).put("type", "once").encode();
        if (api.call("PUT", TASK, definition).status() != 201) {
            assertThat(api.call("POST", TASK + "/start").status()).isEqualTo(200);
        }
    }

    private JsonObject replica() throws Exception {
        return api.call("GET", REPLICA).json();
    }

    private static JsonObject range(int from, @Nullable Integer to) {
        return new JsonObject().put("from", from).put("to", to);
    }

    @Test
    void theOutputOfARunIsReadAndSearchedByItsNumber() throws Exception {
        JsonObject first = runs("echo one; exit 3");
        assertThat(first.getJsonObject("output")).isEqualTo(range(0, null));
        assertThat(api.call("GET", OUTPUT + "?run=" + first.getLong("run")).body())
                .isEqualTo("one\n");
        JsonObject second = runs("echo two; echo two again");
        assertThat(second.getJsonObject("output")).isEqualTo(range(4, null));

        Reply ofFirst = api.call("GET", OUTPUT + "?run=" + first.getLong("run"));
        assertThat(ofFirst.body()).isEqualTo("one\n");
        assertThat(ofFirst.header("meproc-run-from")).isEqualTo("0");
        assertThat(ofFirst.header("meproc-run-to")).isEqualTo("4");
        assertThat(ofFirst.header("meproc-next")).isEqualTo("4");
        assertThat(ofFirst.header("meproc-size")).isEqualTo("18");
        String run = "run=" + second.getLong("run");
        assertThat(api.call("GET", OUTPUT + "?from=-6&" + run).body()).isEqualTo("again\n");
        assertThat(api.call("GET", OUTPUT + "?from=0&limit=4&" + run).body()).isEqualTo("two\n");
        assertThat(api.call("GET", OUTPUT).body()).isEqualTo("one\ntwo\ntwo again\n");
        assertThat(api.call("GET", OUTPUT).header("meproc-run-from")).isNull();

        JsonObject found = api.call("GET", OUTPUT + "/search?q=o&run=" + first.getLong("run"))
                .json();
        assertThat(found.getJsonArray("matches")).hasSize(1);
        assertThat(found.getValue("next")).isNull();
        found = api.call("GET", OUTPUT + "/search?q=o&" + run).json();
        assertThat(found.getJsonArray("matches").getJsonObject(0).getInteger("offset"))
                .isEqualTo(4);
        assertThat(found.getJsonArray("matches")).hasSize(2);
    }

    @Test
    void aLiveRunHasItsNumberAndItsOutputSoFar() throws Exception {
        runs("echo before");
        starts("echo now; exec sleep 1000");
        JsonObject replica = replica();
        assertThat(replica.getJsonObject("output")).isEqualTo(range(7, null));
        assertThat(replica.getJsonObject("lastExit").getJsonObject("output")).isEqualTo(range(0, 7));
        String output = OUTPUT + "?run=" + replica.getLong("run");
        await().atMost(PATIENCE).until(() -> api.call("GET", output).body(), "now\n"::equals);
    }

    @Test
    void aLogThatWasTruncatedDuringARunHasTheRestOfItsOutput() throws Exception {
        runs("echo before");
        starts("echo now; exec sleep 1000");
        await().atMost(PATIENCE).until(() -> Files.size(logs.resolve("a/0.log")) > 7);
        Files.writeString(logs.resolve("a/0.log"), "rest\n");
        assertThat(api.call("GET", OUTPUT + "?run=" + replica().getLong("run")).body())
                .isEqualTo("rest\n");
    }

    @Test
    void aRunThatIsNotKnownIsRefused() throws Exception {
        runs("true");
        Reply unknown = api.call("GET", OUTPUT + "?run=7");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().getString("type")).isEqualTo("/docs#problem-unknown-run");
        assertThat(unknown.detail()).contains("'7'", "latest 20 runs", "replica 0 of 'a'");
        assertThat(api.call("GET", OUTPUT + "/search?q=a&run=7").status()).isEqualTo(404);
        Reply invalid = api.call("GET", OUTPUT + "?run=last");
        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.detail()).contains("run").contains("integer");
    }

    @Test
    void everyEventOfARunHasItsNumber() throws Exception {
        try (Following events = Following.begin(service.port(), "?task=a")) {
            long run = runs("exit 3").getLong("run");
            for (String kind : new String[] {"started", "exited"}) {
                JsonObject event = events.await1("run", data -> kind.equals(data.getString("event")))
                        .data();
                assertThat(event.getLong("run")).as(kind).isEqualTo(run);
            }
            JsonObject ofTask = events.await1("run", data -> "task started".equals(data.getString("event")))
                    .data();
            assertThat(ofTask.getValue("run")).isNull();
        }
    }
}
