package io.meproc.http;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the last run ended, as the listing has it. */
class LastExitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ESCAPE = "setsid sh -c 'echo ready; exec sleep 1000' & exec sleep 1001";
    private static final String STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

    @TempDir
    static Path directory;

    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = new Service(directory.resolve("logs"));
        api = new Api(service.port());
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @Test
    void anExitHasItsCodeTimesAndUsage() throws Exception {
        Instant before = Instant.now();
        started(Api.task("exits", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; exit 7"));
        JsonObject exit = lastExit("exits");
        assertThat(exit.fieldNames())
                .containsExactly("cause", "code", "words", "success", "requested", "pid", "since", "at", "usage");
        assertThat(exit.getString("cause")).isEqualTo("exited");
        assertThat(exit.getInteger("code")).isEqualTo(7);
        assertThat(exit.getString("words")).isEqualTo("code 7");
        assertThat(exit.getBoolean("requested")).isFalse();
        assertThat(exit.getInteger("pid")).isPositive();
        assertThat(exit.getInstant("since")).isBetween(before, exit.getInstant("at"));
        assertThat(exit.getInstant("at")).isBefore(Instant.now());
        JsonObject usage = exit.getJsonObject("usage");
        assertThat(usage.fieldNames()).containsExactly("user", "system", "peak_rss", "peak_rss_at_most");
        assertThat(usage.getDouble("user") + usage.getDouble("system")).isBetween(0.001, 60.0);
        assertThat(usage.getLong("peak_rss")).isGreaterThan(100_000);
    }

    @Test
    void anEndByASignalHasItsNumber() throws Exception {
        started(Api.task("crashes", "kill -SEGV $$").put("limits", new JsonObject().put("core", 0)));
        JsonObject exit = lastExit("crashes");
        assertThat(exit.getString("cause")).isEqualTo("signaled");
        assertThat(exit.getInteger("signal")).isEqualTo(11);
        assertThat(exit.getBoolean("core")).isFalse();
        assertThat(exit.getString("words")).isEqualTo("signal 11 (SEGV)");
        assertThat(exit.containsKey("code")).isFalse();
    }

    @Test
    void aRestartThatFindsNoProgramLeavesWhatRunsAndALaterStartHasTheStepAndTheError() throws Exception {
        Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("program"), COPY_ATTRIBUTES);
        started(new JsonObject()
                .put("name", "moved")
                .put("type", "daemon")
                .put("interval", 200)
                .put("args", new JsonArray().add(program.toString()).add("1000")));
        long pid = replica("moved").getLong("pid");
        Files.delete(program);

        Reply restarted = api.call("POST", "/proc?name=moved");

        assertThat(restarted.status()).isEqualTo(400);
        assertThat(restarted.message()).isEqualTo("Start failed");
        assertThat(restarted.detail()).contains(program.toString());
        assertThat(replica("moved").getLong("pid")).isEqualTo(pid);
        assertThat(replica("moved").getValue("last_exit")).isNull();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().atMost(PATIENCE)
                .until(() -> "not started".equals(lastExit("moved").getString("cause")));
        JsonObject exit = lastExit("moved");
        assertThat(exit.fieldNames())
                .containsExactly(
                        "cause", "step", "errno", "words", "success", "requested", "pid", "since", "at", "usage");
        assertThat(exit.getString("cause")).isEqualTo("not started");
        assertThat(exit.getString("step")).isEqualTo("exec");
        assertThat(exit.getString("errno")).isEqualTo("ENOENT");
        assertThat(exit.getString("words")).startsWith("not started: ").contains(program.toString());
        assertThat(exit.getValue("pid")).isNull();
        assertThat(exit.getValue("usage")).isNull();
        assertThat(exit.getInstant("at")).isEqualTo(exit.getInstant("since"));
        assertThat(replica("moved").getString("not_started")).contains(program.toString());
    }

    @Test
    void aDaemonThatNobodyWaitsForStaysListedWithoutItsProgram() throws Exception {
        JsonObject task = new JsonObject()
                .put("name", "missing")
                .put("type", "daemon")
                .put("args", new JsonArray().add("/no/such/program"));
        assertThat(api.call("PUT", "/proc?wait=false", task.encode()).status()).isEqualTo(202);
        JsonObject exit = lastExit("missing");
        assertThat(exit.getString("cause")).isEqualTo("not started");
        assertThat(exit.getString("step")).isEqualTo("exec");
        assertThat(exit.getString("errno")).isEqualTo("ENOENT");
        assertThat(exit.getString("words"))
                .isEqualTo("not started: exec /no/such/program: No such file or directory (ENOENT)");
    }

    @Test
    void aTimeoutHasItsLimit() throws Exception {
        started(Api.task("slow", "exec sleep 1000").put("timeout", "300ms"));
        JsonObject exit = lastExit("slow");
        assertThat(exit.getString("cause")).isEqualTo("timed out");
        assertThat(exit.getInteger("signal")).isEqualTo(15);
        assertThat(exit.getString("limit")).isEqualTo("300ms");
        assertThat(exit.getBoolean("forced")).isFalse();
        assertThat(exit.getBoolean("requested")).isFalse();
        assertThat(api.task("slow").getString("state")).isEqualTo("failed");
    }

    @Test
    void aStopHasTheSignalThatEndedIt() throws Exception {
        started(Api.task("kind", "exec sleep 1000"));
        int pid = replica("kind").getInteger("pid");
        assertThat(api.call("POST", "/proc?name=kind").body()).isEqualTo("{\"code\":200,\"msg\":\"OK\"}");
        JsonObject exit = lastExit("kind");
        assertThat(exit.getString("cause")).isEqualTo("stopped");
        assertThat(exit.getInteger("signal")).isEqualTo(15);
        assertThat(exit.getDouble("took")).isBetween(0.0, 60.0);
        assertThat(exit.getBoolean("forced")).isFalse();
        assertThat(exit.getBoolean("requested")).isTrue();
        assertThat(exit.getInteger("pid")).isEqualTo(pid);
        assertThat(exit.containsKey("leftovers")).isFalse();
    }

    @Test
    void aStopByForceSaysSo() throws Exception {
        started(Api.task("stubborn", STUBBORN).put("stop", new JsonObject().put("grace", "100ms")));
        awaitReady("stubborn");
        Reply restarted = api.call("POST", "/proc?name=stubborn");
        assertThat(restarted.status()).isEqualTo(200);
        assertThat(restarted.detail()).startsWith("stubborn:0: process ").contains(" s and was killed");
        JsonObject exit = lastExit("stubborn");
        assertThat(exit.getString("cause")).isEqualTo("stopped");
        assertThat(exit.getInteger("signal")).isEqualTo(9);
        assertThat(exit.getBoolean("forced")).isTrue();
        assertThat(exit.getDouble("took")).isGreaterThanOrEqualTo(0.1);
        assertThat(exit.getString("words")).isEqualTo("stopped by force: signal 9 (KILL)");
    }

    @Test
    void whoLeftTheGroupIsListedAndNamedInTheAnswers() throws Exception {
        started(Api.task("escape", ESCAPE));
        awaitReady("escape");
        Reply restarted = api.call("POST", "/proc?name=escape");
        assertThat(restarted.status()).isEqualTo(200);
        assertThat(restarted.detail())
                .matches("escape:0: \\d+ \\(sleep 1000\\) had left the process group and was ended");
        JsonArray leftovers = lastExit("escape").getJsonArray("leftovers");
        assertThat(leftovers).hasSize(1);
        JsonObject left = leftovers.getJsonObject(0);
        assertThat(left.fieldNames()).containsExactly("pid", "command", "left_group", "killed");
        assertThat(left.getInteger("pid")).isPositive();
        assertThat(left.getString("command")).isEqualTo("sleep 1000");
        assertThat(left.getBoolean("left_group")).isTrue();
        assertThat(left.getBoolean("killed")).isFalse();

        awaitReady("escape");
        Reply removed = api.call("DELETE", "/proc?name=escape");
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.detail()).contains(" (sleep 1000) had left the process group and was ended");
    }

    private void started(JsonObject task) throws Exception {
        assertThat(api.call("PUT", "/proc", task.encode()).body()).isEqualTo("{\"code\":200,\"msg\":\"OK\"}");
    }

    private JsonObject replica(String name) throws Exception {
        return api.task(name).getJsonArray("replicas").getJsonObject(0);
    }

    private JsonObject lastExit(String name) throws Exception {
        await().atMost(PATIENCE).until(() -> replica(name).getValue("last_exit") != null);
        return replica(name).getJsonObject("last_exit");
    }

    /** Waits until the present run has said so; what earlier ones said is counted by their ends. */
    private void awaitReady(String name) {
        Path log = service.logs().resolve(name).resolve("0.log");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(log)
                        && Files.readAllLines(log).size() > (replica(name).getValue("last_exit") == null ? 0 : 1));
    }
}
