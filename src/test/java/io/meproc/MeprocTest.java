package io.meproc;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.PublicAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meproc on the Vert.x of another program, and the event bus as the way to talk to it. */
class MeprocTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        done(vertx.close());
    }

    private Future<Meproc> deploy(String data) {
        return Meproc.deploy(
                vertx,
                new JsonObject()
                        .put("data_dir", directory.resolve(data).toString())
                        .put("port", 0));
    }

    private JsonObject call(JsonObject call) {
        DeliveryOptions patience = new DeliveryOptions().setSendTimeout(PATIENCE.toMillis());
        return done(vertx.eventBus().<JsonObject>request(PublicAddresses.COMMANDS, call, patience))
                .body();
    }

    private static JsonObject verb(String verb, String task) {
        return new JsonObject().put("verb", verb).put("task", task);
    }

    private static JsonObject task(String command, String type) {
        return new JsonObject().put("cmd", command).put("type", type);
    }

    private List<JsonObject> heard(String address) {
        List<JsonObject> heard = new CopyOnWriteArrayList<>();
        done(vertx.eventBus()
                .<JsonObject>consumer(address, message -> heard.add(message.body()))
                .completion());
        return heard;
    }

    @Test
    void aProgramStartsATaskAndSeesItEnd() {
        Meproc meproc = done(deploy("data"));
        List<JsonObject> runs = heard(PublicAddresses.RUN_EVENTS);
        List<JsonObject> tasks = heard(PublicAddresses.TASK_EVENTS);
        List<JsonObject> removed = heard(PublicAddresses.REMOVED_EVENTS);

        JsonObject created = call(verb("put", "a").put("body", task("exit 3", "once")));

        assertThat(created.getInteger("version")).isEqualTo(1);
        assertThat(created.getInteger("status")).isEqualTo(201);
        await().atMost(PATIENCE)
                .until(() ->
                        runs.stream().anyMatch(run -> run.getString("event").equals("exited")));
        JsonObject exited = runs.stream()
                .filter(run -> run.getString("event").equals("exited"))
                .findFirst()
                .orElseThrow();
        assertThat(exited.getString("task")).isEqualTo("a");
        assertThat(exited.getInteger("version")).isEqualTo(1);
        assertThat(exited.getJsonObject("exit").getInteger("code")).isEqualTo(3);
        await().atMost(PATIENCE)
                .until(() ->
                        tasks.stream().anyMatch(task -> task.getString("state").equals("failed")));
        assertThat(call(verb("get", "a")).getJsonObject("body").getString("state"))
                .isEqualTo("failed");
        assertThat(call(verb("remove", "a")).getInteger("status")).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> !removed.isEmpty());
        assertThat(removed.get(0).getString("name")).isEqualTo("a");
        assertThat(removed.get(0).getString("node")).isNotEmpty();
        done(meproc.close());
    }

    @Test
    void anEssentialTaskThatFailsClosesMeprocAndLeavesTheProgramRunning() {
        Meproc meproc = done(deploy("data"));
        call(verb("put", "other").put("body", task("exec sleep 1000", "daemon")));

        call(verb("put", "main").put("body", task("exit 3", "once").put("essential", true)));

        await().atMost(PATIENCE).until(() -> vertx.deploymentIDs().isEmpty());
        done(meproc.close());
    }

    @Test
    void aStartIsToldBeforeTheEndThatFollowsIt() {
        Meproc meproc = done(deploy("data"));
        List<JsonObject> runs = heard(PublicAddresses.RUN_EVENTS);
        call(verb("put", "a").put("body", task("true", "once").put("replica", 20)));
        await().atMost(PATIENCE)
                .until(() -> runs.stream()
                                .filter(run -> run.getString("event").equals("exited"))
                                .count()
                        == 20);
        for (int i = 0; i < 20; i++) {
            int replica = i;
            assertThat(runs)
                    .filteredOn(run -> Integer.valueOf(replica).equals(run.getInteger("replica")))
                    .extracting(run -> run.getString("event"))
                    .containsExactly("started", "exited");
        }
        assertThat(runs).extracting(run -> run.getLong("revision")).isSorted();
        done(meproc.close());
    }

    @Test
    void aProblemIsAReplyThatNamesTheFieldAndWhatIsAllowed() {
        Meproc meproc = done(deploy("data"));
        JsonObject refused = call(verb("put", "a").put("body", task("true", "sometimes")));
        assertThat(refused.getInteger("status")).isEqualTo(400);
        JsonObject error = refused.getJsonObject("body").getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("field")).isEqualTo("type");
        assertThat(error.getString("allowed")).contains("once, daemon, cron");

        assertThat(call(new JsonObject().put("verb", "explode"))
                        .getJsonObject("body")
                        .getString("detail"))
                .contains("verb: expected one of list, get, put");
        assertThat(call(new JsonObject().put("verbs", "get"))
                        .getJsonObject("body")
                        .getString("detail"))
                .contains("did you mean 'verb'");
        assertThat(call(verb("put", "a").put("body", "true"))
                        .getJsonObject("body")
                        .getString("detail"))
                .contains("body: expected an object, got the string");
        assertThat(call(verb("list", "").put("parameters", 3))
                        .getJsonObject("body")
                        .getString("detail"))
                .contains("parameters: expected an object");
        assertThat(call(verb("get", "a").put("replica", "first"))
                        .getJsonObject("body")
                        .getString("detail"))
                .contains("replica: expected an index");
        assertThat(call(verb("get", "nobody")).getInteger("status")).isEqualTo(404);
        assertThat(call(verb("put", "a").put("expected", -1).put("body", task("true", "once")))
                        .getInteger("status"))
                .isEqualTo(412);
        done(meproc.close());
    }

    @Test
    void closingEndsEveryProcessAndTheNextOneOnThisVertxStartsThemAgain() {
        Meproc first = done(deploy("data"));
        JsonObject started = call(verb("put", "a").put("body", task("exec sleep 1000", "daemon")));
        assertThat(started.getInteger("status")).isEqualTo(201);
        long pid = call(verb("get", "a"))
                .getJsonObject("body")
                .getJsonArray("replicas")
                .getJsonObject(0)
                .getLong("pid");

        done(first.close());

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        Meproc second = done(deploy("data"));
        assertThat(call(new JsonObject().put("verb", "list"))
                        .getJsonObject("body")
                        .getInteger("total"))
                .isEqualTo(1);
        assertThat(call(verb("get", "a")).getJsonObject("body").getString("state"))
                .isIn("starting", "running");
        done(second.close());
    }

    @Test
    void oneVertxHasOneMeprocAndOneDirectoryHasOneToo() {
        Meproc meproc = done(deploy("data"));
        assertThatThrownBy(() -> done(deploy("other"))).hasMessageContaining("this Vert.x already has a Meproc");
        Vertx other = Vertx.vertx();
        try {
            JsonObject same = new JsonObject()
                    .put("data_dir", directory.resolve("data").toString())
                    .put("port", 0);
            assertThatThrownBy(() -> done(Meproc.deploy(other, same))).hasMessageContaining("is in use by another");
        } finally {
            done(other.close());
        }
        done(meproc.close());
    }

    @Test
    void aWrongSettingOrATakenPortIsSaidAndLeavesNothing() {
        assertThatThrownBy(() -> done(Meproc.deploy(vertx, new JsonObject())))
                .hasMessageContaining("data_dir: is required");
        Meproc meproc = done(deploy("data"));
        Vertx other = Vertx.vertx();
        try {
            JsonObject taken = new JsonObject()
                    .put("data_dir", directory.resolve("other").toString())
                    .put("port", meproc.port());
            assertThatThrownBy(() -> done(Meproc.deploy(other, taken))).hasMessageContaining("in use");
            done(Meproc.deploy(other, taken.put("port", 0)).compose(Meproc::close));
        } finally {
            done(other.close());
        }
        done(meproc.close());
    }
}
