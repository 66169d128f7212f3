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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Messages of sd_notify(3) from real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotifyCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASK = "/api/v1/tasks/a";

    /** Sends each of its arguments to $NOTIFY_SOCKET, and then sleeps. */
    private static final String SENDER = """
            import os, socket, sys, time, array
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            def send(text):
                if text.startswith('BARRIER'):
                    r, w = os.pipe()
                    s.sendmsg([b'BARRIER=1'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [w]))])
                    os.close(w)
                    print('barrier', os.read(r, 1), flush=True)
                elif text.startswith('WAIT'):
                    while not os.path.exists(text[5:]): time.sleep(0.02)
                elif text.startswith('EVERY'):
                    while True:
                        s.send(text[6:].encode()); time.sleep(0.05)
                else:
                    s.send(text.encode())
            s.connect(os.environ['NOTIFY_SOCKET'])
            for each in sys.argv[1:]: send(each)
            """;

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

    private Path sender() throws IOException {
        return Files.writeString(folder.resolve("sender.py"), SENDER);
    }

    private static JsonObject byNotify() {
        return new JsonObject().put("notify", new JsonObject());
    }

    private void create(JsonObject task) throws Exception {
        JsonObject whole =
                new JsonObject().put("type", "daemon").put("interval", 60_000).mergeIn(task);
        assertThat(api.call("PUT", TASK, whole.encode()).status()).isEqualTo(201);
    }

    private JsonObject args(String... messages) throws Exception {
        JsonArray args = new JsonArray().add("python3").add(sender().toString());
        List.of(messages).forEach(args::add);
        return new JsonObject().put("args", args);
    }

    private JsonObject replica() throws Exception {
        return api.call("GET", TASK).json().getJsonArray("replicas").getJsonObject(0);
    }

    private JsonObject awaitEnd() {
        return await().atMost(PATIENCE).until(() -> replica().getJsonObject("lastExit"), exit -> exit != null);
    }

    @Test
    void aTaskIsReadyWhenItsLeaderSaysSoAndItsStatusIsShown() throws Exception {
        Path go = folder.resolve("go");
        Path stop = folder.resolve("stop");
        create(args(
                        "STATUS=loading 4 of 7",
                        "WAIT " + go,
                        "READY=1\nSTATUS=serving",
                        "WAIT " + stop,
                        "STOPPING=1",
                        "WAIT /nowhere")
                .put("ready", byNotify()));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(replica().getJsonObject("probes").getString("status"))
                                .isEqualTo("loading 4 of 7"));
        assertThat(replica().getBoolean("ready")).isFalse();

        Files.createFile(go);
        await().atMost(PATIENCE).until(() -> replica().getBoolean("ready"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(replica().getJsonObject("probes").getString("status"))
                                .isEqualTo("serving"));
        Files.createFile(stop);
        await().atMost(PATIENCE).until(() -> !replica().getBoolean("ready"));

        assertThat(replica().getString("state")).isEqualTo("running");
        assertThat(api.call("GET", TASK + "/why").body()).contains("STOPPING=1").contains("it says: serving");
    }

    @Test
    void aShellChildMaySpeakForItsRunAndItsBarrierIsReleased() throws Exception {
        create(new JsonObject()
                .put("cmd", "python3 " + sender() + " READY=1 BARRIER; echo done; sleep 1000; :")
                .put("ready", byNotify()));

        await().atMost(PATIENCE).until(() -> replica().getBoolean("ready"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.call("GET", TASK + "/replicas/0/output").body())
                        .contains("barrier b''")
                        .contains("done"));
    }

    @Test
    void withAccessMainAShellChildIsNotBelieved() throws Exception {
        create(new JsonObject()
                .put("cmd", "python3 " + sender() + " READY=1 BARRIER; echo done; sleep 1000; :")
                .put("ready", new JsonObject().put("notify", new JsonObject().put("access", "main"))));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.call("GET", TASK + "/replicas/0/output").body())
                        .contains("done"));
        assertThat(replica().getBoolean("ready")).isFalse();
    }

    @Test
    void aProcessThatHasLeftTheGroupIsProvenByItsMark() throws Exception {
        create(new JsonObject()
                .put("cmd", "setsid python3 " + sender() + " READY=1 'WAIT /nowhere' & sleep 1000; :")
                .put("ready", byNotify()));

        await().atMost(PATIENCE).until(() -> replica().getBoolean("ready"));
    }

    @Test
    void aStrangerIsNotBelieved() throws Exception {
        create(new JsonObject()
                .put("cmd", "env > " + folder + "/env; sleep 1000; :")
                .put("ready", byNotify()));
        Path env = folder.resolve("env");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(env) && Files.readString(env).contains("NOTIFY_SOCKET="));
        String socket = Files.readAllLines(env).stream()
                .filter(line -> line.startsWith("NOTIFY_SOCKET="))
                .map(line -> line.substring("NOTIFY_SOCKET=".length()))
                .findFirst()
                .orElseThrow();
        ProcessBuilder stranger = new ProcessBuilder("python3", sender().toString(), "READY=1", "BARRIER");
        stranger.environment().put("NOTIFY_SOCKET", socket);

        assertThat(stranger.start().waitFor()).isZero();

        assertThat(replica().getBoolean("ready")).isFalse();
    }

    @Test
    void aRunThatFallsSilentIsRestartedByItsWatchdog() throws Exception {
        create(args("WAIT " + sender(), "WATCHDOG=1", "WATCHDOG=1", "WAIT /nowhere")
                .put("live", byNotify().put("timeout", "300ms")));

        JsonObject exit = awaitEnd();

        assertThat(exit.getString("cause")).isEqualTo("probe failed");
        assertThat(exit.getString("words")).startsWith("live probe failed: no WATCHDOG=1 within 0.3 s");
    }

    @Test
    void aRunThatKeepsItsWatchdogContentLivesAndKnowsItsPeriod() throws Exception {
        create(new JsonObject()
                .put("cmd", "echo $WATCHDOG_USEC; exec python3 " + sender() + " 'EVERY WATCHDOG=1'")
                .put("live", byNotify().put("timeout", "5s"))
                .put("startup", byNotify().put("timeout", "500ms")));

        JsonObject exit = awaitEnd();

        assertThat(exit.getString("words")).startsWith("startup probe failed: no READY=1 within 0.5 s");
        assertThat(api.call("GET", TASK + "/replicas/0/output").body()).contains("5000000");
    }

    @Test
    void aTaskWithoutSuchAProbeHasNoSocket() throws Exception {
        create(new JsonObject()
                .put("cmd", "env; exec sleep 1000")
                .put("ready", new JsonObject().put("output", new JsonObject().put("match", "^MEPROC_TASK="))));

        await().atMost(PATIENCE).until(() -> replica().getBoolean("ready"));
        assertThat(api.call("GET", TASK + "/replicas/0/output").body()).doesNotContain("NOTIFY_SOCKET");
    }
}
