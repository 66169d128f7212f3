package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.Addresses;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What processes use, asked for once, with real processes. */
class UsageTest extends WithService {
    private static final String TASKS = "/api/v1/tasks/";
    private static final String USAGE = "/api/v1/usage";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aTaskHasWhatItsProcessesHaveUsedWithTheirChildren() throws Exception {
        Instant before = Instant.now();
        api.call("PUT", TASKS + "busy", "{\"cmd\":\"(while :; do :; done) & wait\",\"type\":\"daemon\"}");
        api.call("PUT", TASKS + "idle", "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\",\"replica\":2}");
        api.call("PUT", TASKS + "done", "{\"cmd\":\"true\",\"type\":\"once\"}");

        await().atMost(PATIENCE).until(() -> figures("busy").getDouble("cpuSeconds") > 0.1);

        assertThat(figures("busy").getInteger("processes")).isEqualTo(2);
        JsonObject idle = figures("idle");
        assertThat(idle.getDouble("cpuSeconds")).isLessThan(0.05);
        JsonArray replicas = idle.getJsonArray("replicas");
        assertThat(replicas).hasSize(2);
        JsonObject second = replicas.getJsonObject(1);
        assertThat(second.getInteger("index")).isEqualTo(1);
        assertThat(second.getLong("pid")).isEqualTo(pid("idle", 1));
        assertThat(Instant.parse(second.getString("since"))).isBetween(before, Instant.now());
        assertThat(idle.getLong("rss")).isEqualTo(replicas.getJsonObject(0).getLong("rss") + second.getLong("rss"));
        assertThat(names("")).containsExactly("busy", "idle");
    }

    @Test
    void aTaskWithALimitHasItBesideItsUse() throws Exception {
        api.call(
                "PUT",
                TASKS + "limited",
                "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\",\"restartAbove\":\"500MB\"}");
        await().atMost(PATIENCE).until(() -> names("").contains("limited"));

        JsonObject replica = figures("limited").getJsonArray("replicas").getJsonObject(0);
        assertThat(replica.getLong("memoryLimit")).isEqualTo(500_000_000);
        assertThat(replica.containsKey("group")).isFalse();
    }

    @Test
    void theTasksThatAreNamedAreAnsweredAloneAndOthersAreLeftOut() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            api.call("PUT", TASKS + name, "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\"}");
        }

        assertThat(names("?task=c&task=a&task=nobody")).containsExactly("a", "c");
        assertThat(names("?task=nobody")).isEmpty();
    }

    @Test
    void whatCanNotBeMeantIsRefused() throws Exception {
        String many = IntStream.range(0, 51).mapToObj(i -> "task=t" + i).collect(Collectors.joining("&"));
        Reply refused = api.call("GET", USAGE + "?" + many);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getString("detail")).contains("at most 50 are allowed");
        String twice = "task=a&".repeat(50) + "task=b";
        assertThat(api.call("GET", USAGE + "?" + twice).status()).isEqualTo(400);
        assertThat(api.call("GET", USAGE + "?name=a").status()).isEqualTo(400);
        assertThat(api.call("POST", USAGE).status()).isEqualTo(405);
    }

    @Test
    void whoAsksMeanwhileSharesAScan() throws Exception {
        Queue<DeliveryContext<?>> scans = new ConcurrentLinkedQueue<>();
        service.vertx().eventBus().addOutboundInterceptor(sent -> {
            if (sent.message().address().equals(Addresses.READINGS)) {
                scans.add(sent);
            } else {
                sent.next();
            }
        });
        int crowd = 20;
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < crowd; i++) {
                Socket client = new Socket(InetAddress.getLoopbackAddress(), service.port());
                clients.add(client);
                client.getOutputStream()
                        .write("GET /api/v1/usage HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(UTF_8));
            }
            await().atMost(PATIENCE).until(() -> !scans.isEmpty());
            // Behind them all, which were sent before.
            assertThat(api.call("GET", "/api/v1/node").status()).isEqualTo(200);
            assertThat(scans).hasSize(1);

            scans.remove().next();
            for (Socket client : clients) {
                await().atMost(PATIENCE)
                        .until(() -> released(scans) && client.getInputStream().available() > 0);
                assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** One who came late has a scan of its own. */
    private static boolean released(Queue<DeliveryContext<?>> scans) {
        for (DeliveryContext<?> scan = scans.poll(); scan != null; scan = scans.poll()) {
            scan.next();
        }
        return true;
    }

    private List<String> names(String query) throws Exception {
        return api.call("GET", USAGE + query).json().getJsonArray("tasks").stream()
                .map(task -> ((JsonObject) task).getString("name"))
                .toList();
    }

    private JsonObject figures(String task) throws Exception {
        return api.call("GET", USAGE + "?task=" + task)
                .json()
                .getJsonArray("tasks")
                .getJsonObject(0);
    }

    private long pid(String task, int replica) throws Exception {
        return api.call("GET", TASKS + task + "/replicas/" + replica).json().getLong("pid");
    }
}
