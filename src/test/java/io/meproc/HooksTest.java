package io.meproc;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.meproc.bus.PublicAddresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of a whole service whose events are sent to a real server. */
class HooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        Files.writeString(directory.resolve("secret"), SECRET);
        server = done(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, List<String>> headers = new HashMap<>();
                    request.headers()
                            .forEach((name, value) ->
                                    headers.put(name.toLowerCase(java.util.Locale.ROOT), List.of(value)));
                    received.add(new JsonObject(body).put("verified", verified(body.toString(), headers)));
                    request.response().setStatusCode(204).end();
                }))
                .listen(0, "127.0.0.1"));
    }

    private static boolean verified(String body, Map<String, List<String>> headers) {
        try {
            new Webhook(SECRET).verify(body, headers);
            return true;
        } catch (com.standardwebhooks.exceptions.WebhookVerificationException wrong) {
            return false;
        }
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    private Meproc deploy(String gap) {
        JsonObject target = new JsonObject()
                .put("kind", "webhook")
                .put("url", "http://127.0.0.1:" + server.actualPort() + "/")
                .put("secret_file", directory.resolve("secret").toString());
        return done(Meproc.deploy(
                vertx,
                new JsonObject()
                        .put("data_dir", directory.resolve("data").toString())
                        .put("port", 0)
                        .put("node", "box-1")
                        .put(
                                "hooks",
                                new JsonObject()
                                        .put("targets", new JsonObject().put("ops", target))
                                        .put("gap", gap)
                                        .put("page", "https://meproc.example.org/"))));
    }

    private JsonObject call(String verb, String task, JsonObject body) {
        DeliveryOptions patience = new DeliveryOptions().setSendTimeout(PATIENCE.toMillis());
        JsonObject call = new JsonObject().put("verb", verb).put("task", task).put("body", body);
        JsonObject reply = done(vertx.eventBus().<JsonObject>request(PublicAddresses.COMMANDS, call, patience))
                .body();
        assertThat(reply.getInteger("status")).as(reply.encode()).isLessThan(300);
        return reply;
    }

    private static JsonObject on(String... events) {
        JsonObject on = new JsonObject();
        for (String event : events) {
            on.put(event, new JsonArray().add("ops"));
        }
        return on;
    }

    @Test
    void aFailedTaskIsReportedWithItsEndAndTheLastLinesOfItsOutput() {
        Meproc meproc = deploy("1ms");
        String command = "seq 1 30; printf '\\033[31mno space left\\033[0m\\n\\001\\n'; exit 3";
        call(
                "put",
                "backup",
                new JsonObject().put("cmd", command).put("type", "once").put("on", on("failed")));
        JsonObject got = received(1).get(0);
        assertThat(got.getBoolean("verified")).isTrue();
        assertThat(got.getString("type")).isEqualTo("task.failed");
        JsonObject data = got.getJsonObject("data");
        assertThat(data.getString("node")).isEqualTo("box-1");
        assertThat(data.getString("task")).isEqualTo("backup");
        assertThat(data.getInteger("replica")).isZero();
        assertThat(data.getString("words")).startsWith("failed: the last run: ended with code 3 after ");
        assertThat(data.getJsonObject("exit").getInteger("code")).isEqualTo(3);
        assertThat(data.getJsonObject("exit").getLong("run")).isEqualTo(data.getLong("run"));
        List<Object> lines = new ArrayList<>();
        IntStream.rangeClosed(13, 30).mapToObj(Integer::toString).forEach(lines::add);
        lines.addAll(List.of("no space left", "?"));
        assertThat(data.getJsonArray("output")).containsExactlyElementsOf(lines);
        assertThat(data.getString("page")).isEqualTo("https://meproc.example.org/#/tasks/backup");
        done(meproc.close());
    }

    @Test
    void aDaemonInACrashLoopIsReportedOnce() {
        Meproc meproc = deploy("1h");
        List<JsonObject> exits = new CopyOnWriteArrayList<>();
        done(vertx.eventBus()
                .<JsonObject>consumer(PublicAddresses.RUN_EVENTS, message -> {
                    if (message.body().getString("event").equals("exited")) {
                        exits.add(message.body());
                    }
                })
                .completion());
        JsonObject daemon =
                new JsonObject().put("cmd", "exit 1").put("type", "daemon").put("interval", 1);
        call("put", "web", daemon.put("on", on("failed", "recovered")));
        await().atMost(PATIENCE).until(() -> exits.size() >= 5);
        assertThat(received(1)).hasSize(1);
        assertThat(received.get(0).getJsonObject("data").getString("words")).startsWith("failing: the last run: ");
        done(meproc.close());
    }

    @Test
    void anEventOfWhichNobodyCouldBeNotifiedIsSentByTheNextServiceProcess() {
        int port = server.actualPort();
        Meproc meproc = deploy("1ms");
        done(server.close());
        call(
                "put",
                "job",
                new JsonObject().put("cmd", "exit 1").put("type", "once").put("on", on("failed")));
        await().atMost(PATIENCE)
                .until(() -> hooks().getJsonArray("notifications").size() == 1
                        && hooks().getJsonArray("targets").getJsonObject(0).getInteger("failing") == 1);
        done(meproc.close());
        server = done(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(new JsonObject(body));
                    request.response().end();
                }))
                .listen(port, "127.0.0.1"));
        Meproc next = deploy("1ms");
        JsonObject retry = new JsonObject()
                .put("verb", "hook")
                .put("parameters", new JsonObject().put("target", "ops").put("action", "retry"));
        done(vertx.eventBus().request(PublicAddresses.COMMANDS, retry));
        assertThat(received(1).get(0).getJsonObject("data").getString("task")).isEqualTo("job");
        await().atMost(PATIENCE)
                .until(() -> hooks().getJsonArray("notifications").isEmpty());
        done(next.close());
    }

    @Test
    void theLastEventsAreReportedBeforeTheServiceEnds() {
        Meproc meproc = deploy("1ms");
        JsonObject daemon = new JsonObject().put("cmd", "exec sleep 1000").put("type", "daemon");
        call("put", "web", daemon.put("on", on("ended")));
        assertThat(received).isEmpty();
        done(meproc.close());
        assertThat(received).hasSize(1);
        assertThat(received.get(0).getJsonObject("data").getString("words")).startsWith("stopped: signal 15 (TERM)");
    }

    private JsonObject hooks() {
        return done(vertx.eventBus()
                        .<JsonObject>request(PublicAddresses.COMMANDS, new JsonObject().put("verb", "hooks")))
                .body()
                .getJsonObject("body");
    }

    private List<JsonObject> received(int count) {
        await().atMost(PATIENCE).until(() -> received.size() >= count);
        return received;
    }
}
