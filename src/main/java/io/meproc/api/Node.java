package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.json.Content;
import io.meproc.json.Json;
import io.meproc.store.OutboxRequest.Outbox;
import io.meproc.store.StoreRequest;
import io.meproc.store.StoreState;
import io.meproc.task.Freeze;
import io.meproc.task.Health;
import io.meproc.task.Leftovers;
import io.meproc.task.Task;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskTable;
import io.meproc.task.Timeline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers the call for the properties and state of this service. */
final class Node {
    private static final double MILLIS = 1e3;
    private static final int MOST_LEFTOVERS = 100;

    private final Vertx vertx;
    private final SupervisorClient supervisor;
    private final AnswerRenderer renderer;
    private final HookCalls hooks;
    private final ZoneId zone;
    private final Instant startedAt;
    private final Instant began = SteadyClock.now();
    private final LoopProbe loop;

    Node(Vertx vertx, SupervisorClient supervisor, AnswerRenderer renderer, ZoneId zone, Clock clock) {
        this.hooks = new HookCalls(vertx, clock);
        this.vertx = vertx;
        this.renderer = renderer;
        this.supervisor = supervisor;
        this.zone = zone;
        this.startedAt = clock.instant();
        this.loop = new LoopProbe(startedAt, supervisor::hasEnded);
    }

    /** The calls about its notifications. */
    HookCalls hooks() {
        return hooks;
    }

    Future<Reply> describe() {
        Future<String> launcher = LocalBus.request(vertx, Addresses.LAUNCHER, "");
        Future<Leftovers> left = LocalBus.request(vertx, Addresses.LEFTOVERS, "");
        Future<StoreState> store = LocalBus.request(vertx, Addresses.STORE, new StoreRequest.State());
        Future<@Nullable Outbox> outbox =
                hooks.outbox(0).map(all -> (@Nullable Outbox) all).otherwiseEmpty();
        return Future.all(launcher, left, store, outbox).compose(read -> {
            TaskTable table = supervisor.table();
            return renderer.offload(
                    table.size(),
                    () -> Reply.of(
                            200,
                            null,
                            content(table, launcher.result(), left.result(), store.result(), outbox.result())));
        });
    }

    private Content content(
            TaskTable table, String launcher, Leftovers leftovers, StoreState store, @Nullable Outbox outbox) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("node", table.node());
            program(json, launcher);
            counts(json, table);
            leftovers(json, leftovers);
            store(json, store);
            HookCalls.summary(json, outbox);
            json.writeObjectFieldStart("eventLoop");
            json.writeNumberField("longestTurnMs", loop.longestMillis());
            json.writeStringField("since", loop.since().toString());
            json.writeEndObject();
            freeze(json, table.timeline());
            json.writeObjectFieldStart("limits");
            json.writeNumberField("replicas", TaskDefinition.MAX_REPLICAS);
            json.writeNumberField("deps", TaskDefinition.MAX_DEPS);
            json.writeNumberField("commandBytes", TaskDefinition.MAX_COMMAND_BYTES);
            json.writeNumberField("bodyBytes", Json.LONGEST);
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    private void program(JsonGenerator json, String launcher) throws IOException {
        json.writeStringField("name", "Meproc");
        json.writeStringField("version", version());
        json.writeStringField("javaVersion", Runtime.version().toString());
        json.writeStringField(
                "platform",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        json.writeStringField("launcher", launcher);
        json.writeNumberField("pid", ProcessHandle.current().pid());
        json.writeStringField("zone", zone.getId());
        json.writeStringField("startedAt", startedAt.toString());
        json.writeNumberField(
                "uptime", Duration.between(began, SteadyClock.now()).toMillis() / MILLIS);
    }

    private static void counts(JsonGenerator json, TaskTable table) throws IOException {
        json.writeNumberField("revision", table.revision());
        json.writeNumberField("tasks", table.size());
        json.writeNumberField("replicas", table.stream().mapToInt(Task::size).sum());
        json.writeNumberField("running", table.live());
        json.writeObjectFieldStart("states");
        for (Map.Entry<String, Long> state : states(table).entrySet()) {
            json.writeNumberField(state.getKey(), state.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("health");
        for (Health health : Health.values()) {
            json.writeNumberField(
                    health.word(),
                    table.stream().filter(task -> task.health() == health).count());
        }
        json.writeEndObject();
    }

    private static void leftovers(JsonGenerator json, Leftovers leftovers) throws IOException {
        json.writeArrayFieldStart("leftovers");
        for (Leftovers.OldProcess process :
                leftovers.processes().stream().limit(MOST_LEFTOVERS).toList()) {
            json.writeStartObject();
            json.writeNumberField("pid", process.pid());
            json.writeStringField("task", process.replica().task());
            json.writeNumberField("replica", process.replica().index());
            json.writeStringField("command", process.command());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("released", leftovers.released());
    }

    private static void store(JsonGenerator json, StoreState store) throws IOException {
        json.writeObjectFieldStart("store");
        json.writeStringField("state", store.obstacle() == null ? "ok" : "failing");
        json.writeStringField("obstacle", store.obstacle());
        json.writeStringField(
                "since", store.since() == null ? null : store.since().toString());
        json.writeNumberField("waiting", store.waiting());
        json.writeNumberField("dropped", store.dropped());
        json.writeNumberField("bytes", store.bytes());
        json.writeEndObject();
    }

    private static void freeze(JsonGenerator json, Timeline times) throws IOException {
        Freeze latest = times.freeze().orElse(null);
        if (latest == null) {
            json.writeNullField("freeze");
            return;
        }
        json.writeObjectFieldStart("freeze");
        json.writeStringField("until", times.wall(latest.until()).toString());
        json.writeNumberField("seconds", latest.length().toMillis() / MILLIS);
        json.writeBooleanField("suspended", latest.suspended());
        json.writeNumberField("count", latest.count());
        json.writeEndObject();
    }

    private static Map<String, Long> states(TaskTable table) {
        return table.stream().collect(Collectors.groupingBy(Task::condition, TreeMap::new, Collectors.counting()));
    }

    static String version() {
        return Optional.ofNullable(Node.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
