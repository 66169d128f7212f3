package io.meproc.hook;

import static io.meproc.Futures.done;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.store.OutboxRequest;
import io.meproc.store.StoreRequest;
import io.meproc.store.StoreSettings;
import io.meproc.store.StoreVerticle;
import io.meproc.task.Changeset;
import io.meproc.task.Notification;
import io.meproc.task.Timeline;
import io.meproc.task.hook.HookEvent;
import io.meproc.task.hook.HookRules;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store and a sender of notifications, with a schedule of retries that is a thousand times faster than the usual one. */
final class Sending implements AutoCloseable {
    static final List<Duration> FAST = List.of(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(300));

    final Vertx vertx;
    private final List<String> deployed;

    Sending(Vertx vertx, Path data, Map<String, Target> targets, String... allowed) {
        this(vertx, data, targets, FAST, allowed);
    }

    Sending(Vertx vertx, Path data, Map<String, Target> targets, List<Duration> delays, String... allowed) {
        this(vertx, data, targets, new Timing(delays, Timing.STANDARD.attempt(), Timing.STANDARD.answer()), allowed);
    }

    Sending(Vertx vertx, Path data, Map<String, Target> targets, Timing timing, String... allowed) {
        this.vertx = vertx;
        PassThroughCodec.install(vertx);
        HookSettings settings = new HookSettings(
                targets,
                new HookRules(targets.keySet(), Set.of(allowed), HookRules.GAP),
                Optional.of("https://meproc.example.org/base"));
        String store =
                done(vertx.deployVerticle(new StoreVerticle(new StoreSettings(data, "box-1"), Clock.systemUTC())));
        done(LocalBus.request(vertx, Addresses.STORE, new StoreRequest.Load()));
        deployed = List.of(
                done(vertx.deployVerticle(new HookVerticle(settings, "box-1", Clock.systemUTC(), timing))), store);
    }

    static Notification notification(long number, String target) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Notification(
                number,
                target,
                HookEvent.FAILED,
                "back-up",
                null,
                "failing: the last run: ended with code 3 after 2 s",
                now,
                now,
                0);
    }

    void commit(Notification... notifications) {
        Changeset changes = new Changeset(List.of(), List.of(), List.of(), List.of(), List.of(), List.of())
                .with(List.of(notifications));
        done(LocalBus.<@Nullable Object>request(
                vertx, Addresses.STORE, new StoreRequest.Write(List.of(changes), true, Timeline.STEADY)));
    }

    OutboxRequest.Outbox outbox() {
        return done(LocalBus.<OutboxRequest.Outbox>request(vertx, Addresses.STORE, new OutboxRequest.Inspect(100)));
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // Each kind of request has one type of reply.
    <T extends @Nullable Object> T request(Object request) {
        return done(LocalBus.<T>request(vertx, Addresses.HOOKS, request));
    }

    @Override
    public void close() {
        deployed.forEach(id -> done(vertx.undeploy(id)));
    }
}
