package io.meproc;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.LoopbackCluster;
import io.meproc.bus.PublicAddresses;
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

/** Two programs of one Vert.x cluster that each have a Meproc. */
class ClusteredHostTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CALLS = 20;

    @TempDir
    private Path directory;

    private final LoopbackCluster cluster = new LoopbackCluster();
    private final Vertx one = done(cluster.join());
    private final Vertx other = done(cluster.join());

    @AfterEach
    void close() {
        done(one.close());
        done(other.close());
    }

    private Meproc deploy(Vertx vertx, String data) {
        JsonObject settings = new JsonObject()
                .put("data_dir", directory.resolve(data).toString())
                .put("port", 0);
        return done(Meproc.deploy(vertx, settings));
    }

    private static JsonObject call(Vertx vertx, String verb, String task) {
        JsonObject call = new JsonObject().put("verb", verb).put("task", task);
        if (verb.equals("put")) {
            call.put("body", new JsonObject().put("cmd", "true").put("type", "once"));
        }
        DeliveryOptions here = new DeliveryOptions().setLocalOnly(true);
        return done(vertx.eventBus().<JsonObject>request(PublicAddresses.COMMANDS, call, here))
                .body();
    }

    @Test
    void eachMeprocHasItsOwnTasksProcessesAndEvents() {
        Meproc here = deploy(one, "one");
        Meproc there = deploy(other, "other");
        List<JsonObject> heardThere = new CopyOnWriteArrayList<>();
        done(other.eventBus()
                .<JsonObject>consumer(PublicAddresses.RUN_EVENTS, message -> heardThere.add(message.body()))
                .completion());
        List<JsonObject> heardHere = new CopyOnWriteArrayList<>();
        done(one.eventBus()
                .<JsonObject>consumer(PublicAddresses.RUN_EVENTS, message -> heardHere.add(message.body()))
                .completion());

        for (int i = 0; i < CALLS; i++) {
            assertThat(call(one, "put", "t" + i).getInteger("status")).isEqualTo(201);
        }
        JsonObject listedThere = call(other, "list", "").getJsonObject("body");
        assertThat(listedThere.getInteger("total")).isZero();
        JsonObject listedHere = call(one, "list", "").getJsonObject("body");
        assertThat(listedHere.getInteger("total")).isEqualTo(CALLS);
        await().atMost(PATIENCE).until(() -> exits(heardHere) == CALLS);
        assertThat(heardThere).isEmpty();

        done(there.close());
        done(here.close());
    }

    private static long exits(List<JsonObject> heard) {
        return heard.stream()
                .filter(event -> event.getString("event").equals("exited"))
                .count();
    }

    @Test
    void theHostsOwnCodecSelectorIsLeftAlone() {
        Meproc meproc = deploy(one, "one");
        one.eventBus().codecSelector(body -> null);
        assertThat(call(one, "put", "t").getInteger("status")).isEqualTo(201);
        done(meproc.close());
    }
}
