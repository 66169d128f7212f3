package io.meproc.http;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.store.StoreRequest;
import io.meproc.task.AuditRecord;
import io.meproc.task.Changeset;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.RunRecord;
import io.meproc.task.Timeline;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Usage;
import io.meproc.task.exit.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls that read the history, with records that an earlier service has left in the database. */
class HistoryCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant START = Instant.parse("2026-11-29T03:00:00Z");
    private static final String RUNS = "/api/v1/tasks/web/runs";
    private static final Requester OPS = new Requester("ops@web1", "192.0.2.7");

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
    void theRunsOfAnUnlistedTaskAreListedNewestFirst() throws Exception {
        keep(run(1, exited(1)));
        keep(run(2, new Cause.Stopped(new ExitStatus.Exited(0), Duration.ofMillis(1500), false)));
        JsonArray runs = api.call("GET", RUNS).json().getJsonArray("runs");
        assertThat(numbers(runs)).containsExactly(2L, 1L);
        JsonObject stopped = runs.getJsonObject(0);
        assertThat(stopped.getString("state")).isEqualTo("ended");
        assertThat(stopped.getJsonObject("exit").getJsonObject("by").getString("who"))
                .isEqualTo("ops@web1");
        assertThat(stopped.getJsonObject("exit").getDouble("took")).isEqualTo(1.5);
        assertThat(runs.getJsonObject(1).getJsonObject("verdict").getString("words"))
                .isEqualTo("starts again by its policy after 3.0 s");
    }

    @Test
    void pagesStayTheSameWhileRunsAreAdded() throws Exception {
        IntStream.rangeClosed(10, 19).forEach(number -> keep(run(number, exited(0))));
        JsonObject first = api.call("GET", RUNS + "?limit=4").json();
        assertThat(numbers(first.getJsonArray("runs"))).containsExactly(19L, 18L, 17L, 16L);
        keep(run(20, exited(0)));
        JsonObject second = api.call("GET", RUNS + "?limit=4&after=" + first.getString("next"))
                .json();
        assertThat(numbers(second.getJsonArray("runs"))).containsExactly(15L, 14L, 13L, 12L);
        JsonObject last = api.call("GET", RUNS + "?limit=4&after=" + second.getString("next"))
                .json();
        assertThat(numbers(last.getJsonArray("runs"))).containsExactly(11L, 10L);
        assertThat(last.getString("next")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replica=0                                                   | 4 3 2 1
            replica=1                                                   | 5
            cause=signaled,stopped                                      | 4 3
            cause=running                                               |
            success=false                                               | 3 1
            success=true                                                | 5 4 2
            since=2026-11-29T03:00:04Z                                  | 5 4
            until=2026-11-29T03:00:02Z                                  | 2 1
            success=true&replica=0&until=2026-11-29T03:00:03Z           | 2
            """)
    void theFiltersSelectRuns(String query, @Nullable String expected) throws Exception {
        keep(run(1, exited(1)));
        keep(run(2, exited(0)));
        keep(run(3, new Cause.Own(new ExitStatus.Signaled(9, false), false)));
        keep(run(4, new Cause.Stopped(new ExitStatus.Exited(0), Duration.ofMillis(1500), false)));
        keep(record(new ReplicaId("web", 1), 5, end(5, exited(0), new OutputRange(0, null))));
        JsonArray runs = api.call("GET", RUNS + "?" + query).json().getJsonArray("runs");
        assertThat(numbers(runs).stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void aTaskThatNeverWasIsUnknownAndAListedOneWithoutRunsIsNot() throws Exception {
        assertThat(api.call("GET", RUNS).status()).isEqualTo(404);
        api.call("PUT", "/api/v1/tasks/web?start=false", "{\"cmd\":\"true\",\"type\":\"once\"}");
        assertThat(api.call("GET", RUNS).json().getJsonArray("runs")).isEmpty();
        keep(run(1, exited(1)));
        assertThat(api.call("GET", RUNS + "?success=true").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replica=-1         | replica
            replica=x          | replica
            cause=crashed      | cause
            cause=exited,      | cause
            success=yes        | success
            since=yesterday    | since
            until=12:00        | until
            limit=0            | limit
            limit=1001         | limit
            after=%00          | after
            page=2             | page
            """)
    void aWrongParameterIsNamed(String query, String field) throws Exception {
        Reply reply = api.call("GET", RUNS + "?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().getString("detail")).startsWith(field + ": ");
    }

    @Test
    void aRunOfWhichTheStoreHasNoEndIsRunningOnlyIfItRuns() throws Exception {
        api.call("PUT", "/api/v1/tasks/web", "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\"}");
        JsonObject replica = api.call("GET", "/api/v1/tasks/web/replicas/0").json();
        keep(run(1, null));
        keep(run(replica.getLong("run"), null));
        JsonArray runs = api.call("GET", RUNS).json().getJsonArray("runs");
        assertThat(runs.getJsonObject(0).getString("state")).isEqualTo("running");
        assertThat(runs.getJsonObject(1).getString("state")).isEqualTo("unknown");
        api.call("POST", "/api/v1/tasks/web/stop");
        JsonObject ended =
                api.call("GET", "/api/v1/runs/" + replica.getLong("run")).json();
        assertThat(ended.getString("state")).isEqualTo("ended");
        assertThat(ended.getJsonObject("exit").getString("cause")).isEqualTo("stopped");
        assertThat(ended.getJsonObject("exit").getInstant("at"))
                .isBetween(Instant.now().minus(PATIENCE), Instant.now());
    }

    @Test
    void theDossierHasTheLastThirtyLinesOfThatRunAlone() throws Exception {
        String lines = IntStream.range(0, 100).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        keep(ranged(1, new OutputRange(7, 7L + lines.length())));
        writes(lines);
        JsonArray last = api.call("GET", "/api/v1/runs/1").json().getJsonArray("lastLines");
        assertThat(last).hasSize(30).first().isEqualTo("line 70");
        assertThat(last.getString(29)).isEqualTo("line 99");
    }

    /** Has the real log of the replica hold a line before these lines, and one after them. */
    private void writes(String lines) throws Exception {
        Path text = Files.writeString(logs.resolve("text"), "before\n" + lines + "after\n");
        String definition = new JsonObject()
                .put("args", new JsonArray().add("cat").add(text.toString()))
                .put("type", "once")
                .encode();
        api.call("PUT", "/api/v1/tasks/web", definition);
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", "/api/v1/tasks/web")
                        .json()
                        .getString("state")
                        .equals("finished"));
    }

    @Test
    void theOutputOfARunThatTheLogsHaveForgottenIsLocatedByItsRecord() throws Exception {
        keep(ranged(1, new OutputRange(7, 13L)));
        keep(record(new ReplicaId("web", 1), 2, end(2, exited(0), new OutputRange(0, 5L))));
        writes("line 0\n");
        Reply part = api.call("GET", "/api/v1/tasks/web/replicas/0/output?run=1");
        assertThat(part.body()).isEqualTo("line 0");
        assertThat(part.header("meproc-run-from")).isEqualTo("7");
        assertThat(api.call("GET", "/api/v1/tasks/web/replicas/0/output?run=2").status())
                .isEqualTo(404);
        assertThat(api.call("GET", "/api/v1/tasks/web/replicas/0/output?run=3").status())
                .isEqualTo(404);
    }

    @Test
    void aRunWhoseLogIsGoneHasItsRecordAndNoLines() throws Exception {
        keep(run(1, exited(3)));
        JsonObject run = api.call("GET", "/api/v1/runs/1").json();
        assertThat(run.getJsonArray("lastLines")).isEmpty();
        assertThat(run.getJsonObject("exit").getInteger("code")).isEqualTo(3);
    }

    @Test
    void aRunThatIsNotKeptIsUnknown() throws Exception {
        assertThat(api.call("GET", "/api/v1/runs/7").status()).isEqualTo(404);
        assertThat(api.call("GET", "/api/v1/runs/seven").json().getString("type"))
                .endsWith("unknown-run");
    }

    @Test
    void anUnchangedAnswerIsNotSentAgain() throws Exception {
        keep(run(1, exited(3)));
        for (String target : List.of(RUNS, "/api/v1/runs/1", "/api/v1/audit")) {
            String tag = String.valueOf(api.call("GET", target).header("etag"));
            assertThat(api.call("GET", target, "", Map.of("If-None-Match", tag)).status())
                    .as(target)
                    .isEqualTo(304);
        }
    }

    @Test
    void theAuditRecordsNameWhoRequestedWhatFromWhere() throws Exception {
        keep(new AuditRecord(START, OPS, "signal", "web", 1, "SIGHUP"));
        keep(new AuditRecord(START, OPS, "remove", "other", null, ""));
        JsonArray records = api.call("GET", "/api/v1/audit?task=web").json().getJsonArray("records");
        assertThat(records).hasSize(1);
        assertThat(records.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("at", "2026-11-29T03:00:00Z")
                        .put("by", new JsonObject().put("who", "ops@web1").put("from", "192.0.2.7"))
                        .put("action", "signal")
                        .put("task", "web")
                        .put("replica", 1)
                        .put("detail", "SIGHUP"));
    }

    @Test
    void eachRunThatTheServiceStartsIsInTheHistoryWithItsEndAndItsAuditRecords() throws Exception {
        Map<String, String> ops = Map.of("Meproc-Requester", "ops@web1");
        api.call("PUT", "/api/v1/tasks/web", "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\"}", ops);
        api.call("POST", "/api/v1/tasks/web/restart", "", ops);
        api.call("DELETE", "/api/v1/tasks/web", "", ops);
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", RUNS + "?cause=stopped")
                                .json()
                                .getJsonArray("runs")
                                .size()
                        == 2);
        JsonArray runs = api.call("GET", RUNS).json().getJsonArray("runs");
        assertThat(runs).hasSize(2).allSatisfy(run -> {
            JsonObject exit = ((JsonObject) run).getJsonObject("exit");
            assertThat(exit.getJsonObject("by").getString("who")).isEqualTo("ops@web1");
        });
        assertThat(runs.getJsonObject(1).getJsonObject("verdict").getString("words"))
                .isEqualTo("starts again, as requested");
        assertThat(api.call("GET", "/api/v1/audit").json().getJsonArray("records").stream()
                        .map(record -> ((JsonObject) record).getString("action")))
                .containsExactly("remove", "restart", "create");
    }

    @Test
    void theEndOfAKilledRunHasTheStateOfItsLeaderBeforeThat() throws Exception {
        api.call("PUT", "/api/v1/tasks/web", """
                {"cmd":"trap '' TERM; echo ready; while :; do sleep 0.1; done","type":"daemon","stop":{"grace":"200ms"}}""");
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", "/api/v1/tasks/web/replicas/0/output")
                        .body()
                        .equals("ready\n"));
        api.call("POST", "/api/v1/tasks/web/stop");
        await().atMost(PATIENCE)
                .until(() -> api.call("GET", RUNS + "?cause=stopped")
                                .json()
                                .getJsonArray("runs")
                                .size()
                        == 1);
        JsonObject exit = api.call("GET", RUNS)
                .json()
                .getJsonArray("runs")
                .getJsonObject(0)
                .getJsonObject("exit");
        assertThat(exit.getBoolean("forced")).isTrue();
        assertThat(exit.getJsonObject("beforeKill").getString("state")).matches("[RSD] \\([a-z ]+\\)");
        assertThat(exit.getJsonObject("beforeKill").getJsonArray("stack").size())
                .isLessThan(21);
    }

    @Test
    void whyNamesTheEndsFromBeforeTheServiceWasStarted() throws Exception {
        api.call("PUT", "/api/v1/tasks/web", "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\"}");
        long identity = api.call("GET", "/api/v1/tasks/web").json().getLong("revision");
        RunRecord before = run(1, exited(3));
        keep(new RunRecord(before.run(), identity, 4711, 99, before.since(), 0, before.end()));
        keep(run(2, exited(4)));
        JsonArray past = api.call("GET", "/api/v1/tasks/web/why").json().getJsonArray("past");
        assertThat(past.stream().map(event -> ((JsonObject) event).getString("event")))
                .startsWith("exited")
                .contains("task started");
        assertThat(past.getJsonObject(0).getString("words")).isEqualTo("exit: code 3 after 5.0 s");
    }

    private void keep(RunRecord run) {
        keep(new Changeset(List.of(), List.of(), List.of(), List.of(run), List.of(), List.of()));
    }

    private void keep(AuditRecord record) {
        keep(new Changeset(List.of(), List.of(), List.of(), List.of(), List.of(record), List.of()));
    }

    private void keep(Changeset changes) {
        StoreRequest.Write write = new StoreRequest.Write(List.of(changes), true, Timeline.STEADY);
        Object refusal = done(LocalBus.<@Nullable Object>request(service.vertx(), Addresses.STORE, write));
        assertThat(refusal).isNull();
    }

    private static List<Long> numbers(JsonArray runs) {
        return runs.stream().map(run -> ((JsonObject) run).getLong("run")).toList();
    }

    private static Cause exited(int code) {
        return new Cause.Own(new ExitStatus.Exited(code), code == 0);
    }

    private static RunRecord run(long number, @Nullable Cause cause) {
        return record(number, cause == null ? null : end(number, cause, new OutputRange(0, null)));
    }

    private static RunRecord ranged(long number, OutputRange range) {
        return record(number, end(number, exited(0), range));
    }

    private static RunRecord record(long number, @Nullable End end) {
        return record(new ReplicaId("web", 0), number, end);
    }

    private static RunRecord record(ReplicaId replica, long number, @Nullable End end) {
        return new RunRecord(new Run(replica, number), 1, 4711, 99, START.plusSeconds(number % 1000), 0, end);
    }

    private static End end(long number, Cause cause, OutputRange output) {
        boolean stopped = cause instanceof Cause.Stopped;
        return new End(
                cause,
                number,
                4711,
                START.plusSeconds(number % 1000),
                START.plusSeconds(number % 1000 + 5),
                output,
                new Usage(Duration.ofMillis(80), Duration.ofMillis(20), 1 << 20, false),
                List.of(),
                stopped ? OPS : null,
                stopped
                        ? Verdict.of(Verdict.Kind.STAYS_STOPPED, 0)
                        : new Verdict(Verdict.Kind.RESTARTS, Duration.ofSeconds(3), 0));
    }
}
