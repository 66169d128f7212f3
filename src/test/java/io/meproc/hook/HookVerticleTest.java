package io.meproc.hook;

import static io.meproc.Futures.done;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.store.OutboxRequest;
import io.meproc.store.OutboxRequest.Queued;
import io.meproc.task.Notification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications that are sent to real HTTP servers. */
class HookVerticleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD_SECRET = "whsec_plJ3nmyCDGBKInavdOK15jsl0b9ZtWHa";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private Receiver receiver;

    @BeforeEach
    void listen() {
        receiver = new Receiver(vertx);
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    private Sending sending(Map<String, Target> targets) {
        return new Sending(vertx, directory, targets);
    }

    private Target webhook(String path) {
        return http(TargetKind.WEBHOOK, path, null, Map.of());
    }

    private Target http(TargetKind kind, String path, @Nullable Path secrets, Map<String, String> headers) {
        return new Target.Http(kind, receiver.url(path), null, secrets, headers, "", null, false);
    }

    @Test
    void theOfficialLibraryVerifiesAWebhookWithEitherSecretOfARotation() throws Exception {
        Path secrets = Files.writeString(directory.resolve("s"), "# new\n" + SECRET + "\n\n" + OLD_SECRET + "\n");
        try (Sending sending =
                sending(Map.of("ops", http(TargetKind.WEBHOOK, "/in?x=1", secrets, Map.of("X-Team", "db"))))) {
            sending.commit(Sending.notification(7, "ops"));
            Receiver.Received got = received(1).get(0);
            Map<String, List<String>> headers = got.headers().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
            for (String secret : List.of(SECRET, OLD_SECRET)) {
                new Webhook(secret).verify(got.body(), headers);
            }
            assertThat(got.path()).isEqualTo("/in?x=1");
            assertThat(got.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("x-team", "db")
                    .containsEntry("user-agent", "meproc");
            assertThat(got.headers().get("webhook-id")).matches("msg_[a-z0-9]+_[a-f0-9]+");
            JsonObject body = got.json();
            assertThat(body.getString("type")).isEqualTo("task.failed");
            assertThat(body.getInstant("timestamp")).isNotNull();
            JsonObject data = body.getJsonObject("data");
            assertThat(data.getString("task")).isEqualTo("back-up");
            assertThat(data.getString("node")).isEqualTo("box-1");
            assertThat(data.getString("words")).isEqualTo("failing: the last run: ended with code 3 after 2 s");
            assertThat(data.getString("page")).isEqualTo("https://meproc.example.org/base/#/tasks/back-up");
            isEmpty(sending);
        }
    }

    @Test
    void aFailedAttemptIsRepeatedWithTheSameIdUntilItIsAccepted() {
        receiver.answer = request -> request.response()
                .setStatusCode(receiver.received.size() < 3 ? 500 : 204)
                .end();
        try (Sending sending = sending(Map.of("ops", webhook("/")))) {
            sending.commit(Sending.notification(7, "ops"));
            List<Receiver.Received> all = received(3);
            assertThat(all.stream()
                            .map(each -> each.headers().get("webhook-id"))
                            .distinct())
                    .hasSize(1);
            isEmpty(sending);
        }
    }

    @Test
    void anAttemptThatFailsForTheLastTimeIsADeadLetterUntilARetry() {
        receiver.status(503);
        try (Sending sending = sending(Map.of("ops", webhook("/")))) {
            sending.commit(Sending.notification(7, "ops"));
            Queued dead = dead(sending);
            assertThat(dead.tries()).isEqualTo(Sending.FAST.size() + 1);
            assertThat(dead.error()).isEqualTo("HTTP 503 Service Unavailable: answer 503");
            receiver.status(200);
            done(LocalBus.request(vertx, Addresses.STORE, new OutboxRequest.Retry("ops", Instant.now())));
            sending.request(new HookRequest.Wake());
            isEmpty(sending);
        }
    }

    @Test
    void aTargetThatIsGoneGetsNoMore() {
        receiver.status(410);
        try (Sending sending = sending(Map.of("ops", webhook("/")))) {
            sending.commit(Sending.notification(7, "ops"), Sending.notification(8, "ops"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sending.outbox().targets())
                            .extracting(OutboxRequest.OfTarget::disabled)
                            .containsExactly("HTTP 410 Gone: answer 410"));
            sending.commit(Sending.notification(9, "ops"));
            assertThat(sending.outbox().targets().get(0).dead()).isEqualTo(3);
            assertThat(receiver.received).hasSize(1);
        }
    }

    @Test
    void theWaitThatATargetDemandsIsKept() {
        receiver.answer = request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "3600")
                .end();
        try (Sending sending = sending(Map.of("ops", webhook("/")))) {
            sending.commit(Sending.notification(7, "ops"), Sending.notification(8, "ops"));
            await().atMost(PATIENCE)
                    .until(() -> sending.outbox().targets().get(0).failing() == 1);
            HookRequest.All all = sending.request(new HookRequest.Targets());
            assertThat(all.targets().get(0).retryAt()).isAfter(Instant.now().plusSeconds(3_000));
            assertThat(receiver.received)
                    .as("the second notification waits, too")
                    .hasSize(1);
        }
    }

    @Test
    void aRedirectIsAFailureAndNotFollowed() throws IOException {
        try (Receiver other = new Receiver(vertx);
                Sending sending = sending(Map.of("ops", webhook("/")))) {
            receiver.answer = request -> request.response()
                    .setStatusCode(302)
                    .putHeader("Location", other.url("/"))
                    .end();
            sending.commit(Sending.notification(7, "ops"));
            assertThat(dead(sending).error()).isEqualTo("HTTP 302 Found");
            assertThat(other.received).isEmpty();
        }
    }

    @Test
    void aTargetThatDoesNotAnswerHoldsUpNoOther() {
        try (Receiver slow = new Receiver(vertx);
                Sending sending = sending(Map.of(
                        "slow",
                        new Target.Http(TargetKind.WEBHOOK, slow.url("/"), null, null, Map.of(), "", null, false),
                        "ops",
                        webhook("/")))) {
            slow.answer = request -> {};
            sending.commit(Sending.notification(1, "slow"), Sending.notification(2, "slow"));
            await().atMost(PATIENCE).until(() -> slow.received.size() == 1);
            sending.commit(LongStream.range(10, 60)
                    .mapToObj(number -> Sending.notification(number, "ops"))
                    .toArray(Notification[]::new));
            received(50);
            assertThat(slow.received).as("one at a time").hasSize(1);
        }
    }

    @Test
    void notificationsOfAnEarlierServiceAreSentAtTheStart() {
        receiver.status(500);
        try (Sending sending =
                new Sending(vertx, directory, Map.of("ops", webhook("/")), List.of(Duration.ofMillis(1)))) {
            sending.commit(Sending.notification(7, "ops"));
            received(1);
        }
        receiver.status(200);
        int before = receiver.received.size();
        try (Sending sending = sending(Map.of("ops", webhook("/")))) {
            if (sending.outbox().targets().stream().anyMatch(each -> each.dead() > 0)) {
                done(LocalBus.request(vertx, Addresses.STORE, new OutboxRequest.Retry("ops", Instant.now())));
                sending.request(new HookRequest.Wake());
            }
            received(before + 1);
            isEmpty(sending);
        }
    }

    @Test
    void aTargetThatTheSettingsNoLongerHaveIsADeadLetterAtOnce() {
        try (Sending sending = sending(Map.of())) {
            sending.commit(Sending.notification(7, "ops"), Sending.notification(8, "webhook " + receiver.url("/")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sending.outbox().notifications())
                            .extracting(Queued::error)
                            .containsOnly("the settings do not define or allow this target any more"));
            assertThat(receiver.received).isEmpty();
        }
    }

    @Test
    void aUrlInADefinitionIsUnsigned() {
        try (Sending sending = new Sending(vertx, directory, Map.of(), "127.0.0.1")) {
            sending.commit(Sending.notification(7, "webhook " + receiver.url("/a")));
            Receiver.Received got = received(1).get(0);
            assertThat(got.headers()).containsKeys("webhook-id", "webhook-timestamp");
            assertThat(got.headers()).doesNotContainKey("webhook-signature");
        }
    }

    @Test
    void theNameOfAHostIsLookedUpAndReached() {
        try (Sending sending = new Sending(vertx, directory, Map.of(), "localhost")) {
            sending.commit(Sending.notification(7, "webhook http://localhost:" + receiver.port() + "/a"));
            assertThat(received(1).get(0).headers()).containsEntry("host", "localhost:" + receiver.port());
        }
    }

    @Test
    void aUrlInADefinitionNeverLeadsToALinkLocalAddress() {
        try (Sending sending = new Sending(vertx, directory, Map.of(), "169.254.1.1", "[fe80::1]", "0.0.0.0")) {
            sending.commit(
                    Sending.notification(7, "webhook http://169.254.1.1/"),
                    Sending.notification(8, "ntfy http://[fe80::1]:9/a"),
                    Sending.notification(9, "ntfy http://0.0.0.0:9/a"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sending.outbox().notifications())
                            .hasSize(3)
                            .allSatisfy(each -> assertThat(String.valueOf(each.error()))
                                    .contains("to which a URL in a definition may not lead")));
        }
    }

    @Test
    void slackTelegramAndNtfyGetTextsOfTheirOwn() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "123:abc");
        Target telegram =
                new Target.Http(TargetKind.TELEGRAM, receiver.url(""), null, token, Map.of(), "-100", null, false);
        try (Sending sending = sending(Map.of(
                "chat", http(TargetKind.SLACK, "/services/T/B/x", null, Map.of()),
                "bot", telegram,
                "phone", http(TargetKind.NTFY, "/base/alerts", token, Map.of())))) {
            sending.commit(
                    Sending.notification(1, "chat"), Sending.notification(2, "bot"), Sending.notification(3, "phone"));
            Map<String, Receiver.Received> byPath =
                    received(3).stream().collect(Collectors.toMap(Receiver.Received::path, each -> each));
            assertThat(json(byPath, "/services/T/B/x").getString("text"))
                    .startsWith(
                            "*back-up failed on box-1*\nback-up: failing: the last run: ended with code 3 after 2 s\n");
            JsonObject sent = json(byPath, "/bot123:abc/sendMessage");
            assertThat(sent.getString("chat_id")).isEqualTo("-100");
            assertThat(sent.getString("text")).startsWith("back-up failed on box-1\nback-up: failing:");
            JsonObject phone = json(byPath, "/base/");
            assertThat(phone.getString("topic")).isEqualTo("alerts");
            assertThat(phone.getString("title")).isEqualTo("back-up failed on box-1");
            assertThat(phone.getString("click")).isEqualTo("https://meproc.example.org/base/#/tasks/back-up");
            assertThat(requireNonNull(byPath.get("/base/")).headers()).containsEntry("authorization", "Bearer 123:abc");
        }
    }

    @Test
    void anAddressOfIpVersion6IsReached() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "the machine has no IPv6");
        List<String> hosts = new CopyOnWriteArrayList<>();
        HttpServer server = done(vertx.createHttpServer()
                .requestHandler(request -> {
                    hosts.add(request.getHeader("Host"));
                    request.response().end();
                })
                .listen(0, "::1"));
        String place = "[::1]:" + server.actualPort();
        Target target =
                new Target.Http(TargetKind.WEBHOOK, "http://" + place + "/", null, null, Map.of(), "", null, false);
        try (Sending sending = new Sending(vertx, directory, Map.of("ops", target), "[::1]")) {
            assertThat(sending.<HookRequest.Trial>request(new HookRequest.Try("ops"))
                            .words())
                    .isEqualTo("HTTP 200 OK");
            sending.commit(Sending.notification(1, "webhook http://" + place + "/a"));
            isEmpty(sending);
        }
        assertThat(hosts).containsExactly(place, place);
    }

    @Test
    void anAttemptWithoutAnAnswerEndsAfterItsLimit() {
        receiver.answer = request -> {};
        Timing impatient = new Timing(Sending.FAST, Duration.ofMillis(500), Duration.ofMillis(500));
        try (Sending sending = new Sending(vertx, directory, Map.of("ops", webhook("/")), impatient)) {
            HookRequest.Trial trial = sending.request(new HookRequest.Try("ops"));
            assertThat(trial.delivered()).isFalse();
            assertThat(trial.words()).isEqualTo("no answer within 0.5 s");
        }
    }

    @Test
    void theStatusDecidesAlsoIfTheRestOfTheAnswerIsEndlessOrNeverComes() {
        receiver.answer = request -> request.response().setChunked(true).write("so far");
        try (Sending sending = sending(Map.of("ops", webhook("/")))) {
            HookRequest.Trial trial = sending.request(new HookRequest.Try("ops"));
            assertThat(trial.words()).isEqualTo("HTTP 200 OK: so far");
            receiver.answer = request -> {
                request.response().setStatusCode(400).setChunked(true);
                vertx.setPeriodic(
                        1,
                        timer -> request.response()
                                .write("x".repeat(5_000))
                                .onFailure(closed -> vertx.cancelTimer(timer)));
            };
            HookRequest.Trial endless = sending.request(new HookRequest.Try("ops"));
            assertThat(endless.delivered()).isFalse();
            assertThat(endless.words()).isEqualTo("HTTP 400 Bad Request: " + "x".repeat(100) + "...");
        }
    }

    @Test
    void aTrialReportsTheAnswerOfTheTarget() throws IOException {
        receiver.status(401);
        try (Sending sending = sending(Map.of("ops", webhook("/")))) {
            HookRequest.Trial trial = sending.request(new HookRequest.Try("ops"));
            assertThat(trial.delivered()).isFalse();
            assertThat(trial.words()).isEqualTo("HTTP 401 Unauthorized: answer 401");
            assertThat(receiver.received.get(0).json().getString("type")).isEqualTo("meproc.test");
            assertThat(sending.<Object>request(new HookRequest.Try("other"))).isNull();
            receiver.close();
            HookRequest.Trial refused = sending.request(new HookRequest.Try("ops"));
            assertThat(refused.words()).contains("Connection refused");
        }
    }

    private static JsonObject json(Map<String, Receiver.Received> byPath, String path) {
        return requireNonNull(byPath.get(path), path).json();
    }

    private List<Receiver.Received> received(int count) {
        await().atMost(PATIENCE).until(() -> receiver.received.size() >= count);
        return List.copyOf(receiver.received);
    }

    private static Queued dead(Sending sending) {
        await().atMost(PATIENCE)
                .until(() -> sending.outbox().notifications().stream().anyMatch(each -> each.dead() != null));
        return sending.outbox().notifications().get(0);
    }

    private static void isEmpty(Sending sending) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(sending.outbox().notifications()).isEmpty());
    }
}
