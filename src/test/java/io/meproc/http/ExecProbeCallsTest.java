package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Programs that probe real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecProbeCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASK = "/api/v1/tasks/a";

    @TempDir
    Path folder;

    private Service service;
    private Api api;

    @BeforeAll
    void start(@TempDir Path logs, @TempDir Path data) {
        service = Service.keeping(logs, data);
        api = new Api(service.port());
    }

    @AfterEach
    void remove() throws Exception {
        api.call("DELETE", TASK);
    }

    @AfterAll
    void end() {
        service.close();
    }

    private void create(JsonObject more) throws Exception {
        JsonObject task = new JsonObject()
                .put("cmd", "exec sleep 1000")
                .put("type", "daemon")
                .put("interval", 60_000)
                .mergeIn(more);
        assertThat(api.call("PUT", TASK, task.encode()).status()).isEqualTo(201);
    }

    private static JsonObject probe(String command) {
        return new JsonObject()
                .put("exec", new JsonObject().put("cmd", command))
                .put("every", "100ms");
    }

    private JsonObject replica() throws Exception {
        return api.call("GET", TASK).json().getJsonArray("replicas").getJsonObject(0);
    }

    private int runs() throws Exception {
        return api.call("GET", TASK + "/runs").json().getJsonArray("runs").size();
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> replica().getBoolean("ready"));
    }

    private static boolean lives(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive();
    }

    private List<String> lines(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    @Test
    void aProgramDecidesWhetherATaskIsReadyAndHasTheSurroundingsOfTheTask() throws Exception {
        create(new JsonObject()
                .put("cwd", folder.toString())
                .put("env", new JsonObject().put("SECRET", "x"))
                .put("limits", new JsonObject().put("nofile", 77))
                .put(
                        "ready",
                        probe("env > env; pwd > pwd; ulimit -n > limit; test -e go")
                                .put("failures", 1)));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(replica().getJsonObject("probes").getString("detail"))
                                .endsWith("code 1"));

        int before = runs();
        Files.createFile(folder.resolve("go"));
        awaitReady();

        assertThat(lines("env"))
                .contains("SECRET=x", "MEPROC_TASK=a", "MEPROC_REPLICA_INDEX=0")
                .noneMatch(line -> line.startsWith("MEPROC_REPLICA="));
        assertThat(lines("pwd")).containsExactly(folder.toRealPath().toString());
        assertThat(lines("limit")).containsExactly("77");
        assertThat(runs()).as("a program is no run of the task").isEqualTo(before);
    }

    @Test
    void aProgramThatTakesTooLongIsKilledWithAllThatItHasStarted() throws Exception {
        Path pids = folder.resolve("pids");
        create(new JsonObject()
                .put(
                        "live",
                        probe("echo $$ >> " + pids + "; setsid sleep 1001 & echo $! >> " + pids + "; sleep 1002")
                                .put("timeout", "300ms")
                                .put("failures", 2)));

        JsonObject exit = await().atMost(PATIENCE).until(() -> replica().getJsonObject("lastExit"), end -> end != null);

        assertThat(exit.getString("cause")).isEqualTo("probe failed");
        assertThat(exit.getString("words")).contains("exec");
        assertThat(exit.getJsonArray("leftovers"))
                .as("a program is no leftover of the run")
                .isNull();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(lines("pids")).isNotEmpty().noneMatch(pid -> lives(Long.parseLong(pid))));
    }

    @Test
    void aStopEndsTheProgramThatProbesTheRun() throws Exception {
        Path pids = folder.resolve("stopped");
        create(new JsonObject()
                .put("ready", probe("echo $$ >> " + pids + "; exec sleep 1003").put("timeout", "1h")));
        await().atMost(PATIENCE).until(() -> !lines("stopped").isEmpty());

        assertThat(api.call("POST", TASK + "/stop").status()).isEqualTo(200);

        long pid = Long.parseLong(lines("stopped").get(0));
        await().atMost(PATIENCE).until(() -> !lives(pid));
        assertThat(lines("stopped")).as("never two in flight").hasSize(1);
        assertThat(replica().getJsonObject("lastExit").getJsonArray("leftovers"))
                .isNull();
    }

    @Test
    void aProgramThatDoesNotExistFailsTheProbeWithTheReason() throws Exception {
        create(new JsonObject()
                .put(
                        "ready",
                        new JsonObject()
                                .put("exec", new JsonObject().put("args", new JsonArray().add("/nowhere/none")))));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(replica().getJsonObject("probes").getString("detail"))
                                .contains("not started: exec /nowhere/none: No such file"));
    }

    @Test
    void whatAProgramLeavesBehindInItsGroupEndsWithIt() throws Exception {
        Path pids = folder.resolve("left");
        create(new JsonObject().put("ready", probe("sleep 1004 & echo $! > " + pids)));
        awaitReady();

        long pid = Long.parseLong(lines("left").get(0));
        await().atMost(PATIENCE).until(() -> !lives(pid) || !isSleep(pid));
    }

    private static boolean isSleep(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .map(line -> Stream.of(line.split(" ")).anyMatch("1004"::equals))
                .orElse(false);
    }
}
