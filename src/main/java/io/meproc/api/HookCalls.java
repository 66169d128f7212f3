package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.api.Problem.Kind;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.hook.HookRequest;
import io.meproc.hook.HookRequest.TargetState;
import io.meproc.json.Shown;
import io.meproc.store.OutboxRequest;
import io.meproc.store.OutboxRequest.OfTarget;
import io.meproc.store.OutboxRequest.Outbox;
import io.meproc.store.OutboxRequest.Queued;
import io.meproc.task.Notification;
import io.meproc.task.Run;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls about notifications and their targets. */
final class HookCalls {
    private static final Logger LOG = LoggerFactory.getLogger(HookCalls.class);
    private static final int MOST = 1_000;

    /** Longer than any attempt. */
    private static final long TRIAL_MILLIS = TimeUnit.SECONDS.toMillis(70);

    private final Vertx vertx;
    private final StoreClient store;
    private final Clock clock;

    HookCalls(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.store = new StoreClient(vertx);
        this.clock = clock;
    }

    Future<Reply> list() {
        return outbox(MOST)
                .compose(outbox -> targets()
                        .map(targets -> Reply.of(200, null, json -> {
                                    json.writeStartObject();
                                    targets(json, targets, outbox);
                                    json.writeArrayFieldStart("notifications");
                                    for (Queued each : outbox.notifications()) {
                                        write(json, each);
                                    }
                                    json.writeEndArray();
                                    json.writeNumberField("dropped", outbox.dropped());
                                    json.writeEndObject();
                                })
                                .taggedByContent()));
    }

    /** The notifications that wait or were given up, with at most {@code limit} of them in detail. */
    Future<Outbox> outbox(int limit) {
        return store.request(new OutboxRequest.Inspect(limit));
    }

    /** Writes the member {@code hooks} of the node; null if the notifications can't be read. */
    static void summary(JsonGenerator json, @Nullable Outbox outbox) throws IOException {
        if (outbox == null) {
            json.writeNullField("hooks");
            return;
        }
        json.writeObjectFieldStart("hooks");
        json.writeNumberField(
                "waiting", outbox.targets().stream().mapToInt(OfTarget::waiting).sum());
        json.writeNumberField(
                "failing", outbox.targets().stream().mapToInt(OfTarget::failing).sum());
        json.writeNumberField(
                "dead", outbox.targets().stream().mapToInt(OfTarget::dead).sum());
        json.writeNumberField(
                "disabled",
                outbox.targets().stream()
                        .filter(each -> each.disabled() != null)
                        .count());
        json.writeNumberField("dropped", outbox.dropped());
        json.writeEndObject();
    }

    private Future<List<TargetState>> targets() {
        return LocalBus.<HookRequest.All>request(vertx, Addresses.HOOKS, new HookRequest.Targets())
                .map(HookRequest.All::targets);
    }

    /** The targets of the settings, and others for which notifications are kept. */
    private static void targets(JsonGenerator json, List<TargetState> targets, Outbox outbox) throws IOException {
        Map<String, @Nullable TargetState> all = new TreeMap<>();
        outbox.targets().forEach(each -> all.put(each.target(), null));
        targets.forEach(each -> all.put(each.name(), each));
        Map<String, OfTarget> counts =
                outbox.targets().stream().collect(Collectors.toMap(OfTarget::target, Function.identity()));
        json.writeArrayFieldStart("targets");
        for (Map.Entry<String, @Nullable TargetState> each : all.entrySet()) {
            TargetState state = each.getValue();
            OfTarget count = counts.getOrDefault(each.getKey(), new OfTarget(each.getKey(), 0, 0, 0, null, null));
            json.writeStartObject();
            json.writeStringField("name", each.getKey());
            json.writeStringField("kind", state == null ? null : state.kind());
            json.writeStringField("place", state == null ? null : state.place());
            json.writeStringField("state", state(state, count));
            json.writeNumberField("waiting", count.waiting());
            json.writeNumberField("failing", count.failing());
            json.writeNumberField("dead", count.dead());
            json.writeStringField("retryAt", state == null ? null : text(state.retryAt()));
            json.writeStringField(
                    "error", count.disabled() != null ? count.disabled() : state == null ? null : state.error());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String state(@Nullable TargetState state, OfTarget count) {
        if (count.disabled() != null) {
            return "disabled";
        }
        return count.failing() > 0 || (state != null && state.error() != null) ? "failing" : "ok";
    }

    private static void write(JsonGenerator json, Queued queued) throws IOException {
        Notification notification = queued.notification();
        Run run = notification.run();
        json.writeStartObject();
        json.writeNumberField("number", notification.number());
        json.writeStringField("target", notification.target());
        json.writeStringField("event", notification.event().word());
        json.writeStringField("task", notification.task());
        if (run == null) {
            json.writeNullField("replica");
            json.writeNullField("run");
        } else {
            json.writeNumberField("replica", run.replica().index());
            json.writeNumberField("run", run.incarnation());
        }
        json.writeStringField("words", notification.words());
        json.writeStringField("at", notification.at().toString());
        json.writeNumberField("others", notification.others());
        json.writeNumberField("tries", queued.tries());
        json.writeStringField("error", queued.error());
        json.writeStringField("due", queued.dead() == null ? notification.due().toString() : null);
        json.writeStringField("givenUp", text(queued.dead()));
        json.writeEndObject();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** Tries a target, or decides about its notifications. */
    Future<Reply> act(Call call, Parameters parameters) throws Refused {
        String target = Objects.requireNonNullElse(parameters.text("target"), "");
        return switch (Objects.requireNonNullElse(parameters.text("action"), "")) {
            case "test" -> attempt(target);
            case "retry" ->
                known(
                        target,
                        () -> this.<Integer>changed(new OutboxRequest.Retry(target, clock.instant()), call, target)
                                .compose(count -> LocalBus.request(vertx, Addresses.HOOKS, new HookRequest.Wake())
                                        .map(woken -> done("retry", target, count))));
            case "drop" ->
                known(
                        target,
                        () -> this.<Integer>changed(new OutboxRequest.Drop(target), call, target)
                                .map(count -> done("drop", target, count)));
            default -> throw new Refused(Problem.of(Kind.NOT_FOUND, "no such action"));
        };
    }

    private <T> Future<T> changed(OutboxRequest request, Call call, String target) {
        LOG.info(
                "{} of the notifications to {}, requested by {}",
                request.getClass().getSimpleName(),
                target,
                call.by().words());
        return store.request(request);
    }

    private Future<Reply> attempt(String target) {
        return LocalBus.<HookRequest.@Nullable Trial>request(
                        vertx, Addresses.HOOKS, new HookRequest.Try(target), TRIAL_MILLIS)
                .map(trial -> trial == null
                        ? Reply.of(unknown(target))
                        : Reply.of(200, null, json -> {
                            json.writeStartObject();
                            json.writeStringField("target", target);
                            json.writeBooleanField("delivered", trial.delivered());
                            json.writeStringField("answer", trial.words());
                            json.writeNumberField("millis", trial.millis());
                            json.writeEndObject();
                        }));
    }

    private Future<Reply> known(String target, Supplier<Future<Reply>> action) {
        return outbox(0)
                .compose(outbox -> targets()
                        .map(all -> all.stream().anyMatch(each -> each.name().equals(target))
                                || outbox.targets().stream()
                                        .anyMatch(each -> each.target().equals(target))))
                .compose(known -> known ? action.get() : Future.succeededFuture(Reply.of(unknown(target))));
    }

    private static Reply done(String action, String target, int notifications) {
        return Reply.of(200, null, json -> {
            json.writeStartObject();
            json.writeStringField("action", action);
            json.writeStringField("target", target);
            json.writeNumberField("notifications", notifications);
            json.writeEndObject();
        });
    }

    private static Problem unknown(String target) {
        return Problem.of(
                Kind.UNKNOWN_TARGET,
                "no target '" + Shown.of(target)
                        + "' is in hooks.targets of the settings; GET /api/v1/hooks lists them");
    }
}
