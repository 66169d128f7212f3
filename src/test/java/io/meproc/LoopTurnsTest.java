package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, no turn of the event loop takes long, in processor time: a busy machine makes it no longer. */
@Tag("slow")
class LoopTurnsTest {
    /** Half of the shortest turn that one loop over all tasks took; 10 ms are usual, and more on a busy machine. */
    private static final Duration TURN = Duration.ofMillis(30);

    /** What a turn has to do, it does each time; what the machine adds, it adds now and then. */
    private static final int ROUNDS = 3;

    private static final long PATIENCE_SECONDS = 120;
    private static final int TASKS = 9_000;
    private static final int AT_ONCE = 100;
    private static final int FOLLOWERS = 150;
    private static final int REPLICAS = 10_000;
    private static final String ALL = "{\"selector\":{\"all\":true}}";

    @TempDir
    private Path logs;

    private MeasuredService service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<InputStream> followed = new ConcurrentLinkedQueue<>();

    /** With all classes loaded, by a service that has ended. */
    @BeforeEach
    void start() {
        service = new MeasuredService(logs, FOLLOWERS);
        listTasks(AT_ONCE);
        drain();
        service.close();
        service = new MeasuredService(logs, FOLLOWERS);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
        for (InputStream stream : followed) {
            stream.close();
        }
    }

    private static <T> T done(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private CompletableFuture<Integer> call(String method, String path, String body) {
        return client.sendAsync(request(method, "/api/v1/" + path, body), BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private void ok(String method, String path, String body) {
        assertThat(done(call(method, path, body))).as("%s %s", method, path).isBetween(200, 202);
    }

    private void atOnce(int calls, String method, String path, String body) {
        List<CompletableFuture<Integer>> all = IntStream.range(0, calls)
                .mapToObj(i -> call(method, path, body))
                .toList();
        all.forEach(LoopTurnsTest::done);
    }

    private void listTasks(int tasks) {
        for (int from = 0; from < tasks; from += AT_ONCE) {
            List<CompletableFuture<Integer>> some = IntStream.range(from, from + AT_ONCE)
                    .mapToObj(i -> call("PUT", "tasks/t" + i, "{\"cmd\":\"sleep 1000\",\"type\":\"daemon\"}"))
                    .toList();
            some.forEach(LoopTurnsTest::done);
        }
    }

    private void follow() {
        List<CompletableFuture<Void>> all = Stream.generate(() -> client.sendAsync(
                                request("GET", "/api/v1/events?metrics=true", ""), BodyHandlers.ofInputStream())
                        .thenAccept(response -> {
                            followed.add(response.body());
                            new Thread(() -> drop(response.body())).start();
                        }))
                .limit(FOLLOWERS)
                .toList();
        all.forEach(LoopTurnsTest::done);
    }

    private static void drop(InputStream stream) {
        byte[] part = new byte[1 << 16];
        try {
            while (stream.read(part) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(List<String> found, String what, Runnable load) {
        measure(found, what, ROUNDS, load);
    }

    private void drain() {
        done(LocalBus.request(service.vertx(), Addresses.DRAIN, "", TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))
                .toCompletionStage()
                .toCompletableFuture());
    }

    /** Notes what has long turns in each round. */
    private void measure(List<String> found, String what, int rounds, Runnable load) {
        Duration least = Duration.ofDays(1);
        for (int round = 0; round < rounds && least.compareTo(TURN) > 0; round++) {
            service.loops().reset();
            load.run();
            Duration longest = Stream.of(
                            service.loops().longestTurn(), service.loops().longestRound())
                    .max(Duration::compareTo)
                    .orElseThrow();
            least = longest.compareTo(least) < 0 ? longest : least;
        }
        if (least.compareTo(TURN) > 0) {
            found.add(what + ": " + least.toNanos() / 1e6 + " ms");
        }
    }

    @Test
    void noCallAboutThousandsOfTasksTakesALongTurn() {
        listTasks(TASKS);
        List<String> found = new ArrayList<>();
        for (String action : List.of("reset", "stop", "start", "restart")) {
            measure(found, action, () -> ok("POST", "tasks:" + action, ALL));
        }
        measure(found, "eight resets", () -> atOnce(8, "POST", "tasks:reset", ALL));
        String usr1 = "{\"selector\":{\"all\":true},\"signal\":\"USR1\"}";
        measure(found, "signal", () -> ok("POST", "tasks:signal", usr1));
        for (String path : List.of("tasks?limit=1000&sort=trouble", "tasks?q=t9", "node", "usage")) {
            measure(found, path, () -> atOnce(8, "GET", path, ""));
        }
        measure(found, "/proc", () -> done(client.sendAsync(request("GET", "/proc", ""), BodyHandlers.discarding())));
        measure(found, "bodies that end together", () -> LargeBodies.send(service.port()));
        follow();
        measure(found, "restart, followed", () -> ok("POST", "tasks:restart", ALL));
        measure(found, "usage told to followers", () -> atOnce(8, "GET", "usage", ""));
        measure(found, "drain", 1, this::drain);
        assertThat(found).isEmpty();
    }

    @Test
    void noCallAboutThousandsOfReplicasTakesALongTurn() {
        String body = "{\"cmd\":\"sleep 1000\",\"type\":\"daemon\",\"replica\":" + REPLICAS;
        List<String> found = new ArrayList<>();
        measure(found, "put", () -> {
            ok("PUT", "tasks/a", body + "}");
            ok("PUT", "tasks/a", body + ",\"env\":{\"A\":\"" + System.nanoTime() + "\"}}");
        });
        for (String action : List.of("reset", "stop", "start", "restart")) {
            measure(found, action, () -> ok("POST", "tasks/a/" + action, ""));
        }
        measure(found, "signal", () -> ok("POST", "tasks/a/signal?signal=USR1", ""));
        measure(found, "get", () -> ok("GET", "tasks/a", ""));
        measure(found, "why", () -> ok("GET", "tasks/a/why", ""));
        follow();
        measure(found, "all end", () -> {
            service.processes().allEnd("a");
            ok("POST", "tasks/a/restart", "");
        });
        measure(found, "scale", () -> {
            ok("PATCH", "tasks/a", "{\"replica\":1}");
            ok("PATCH", "tasks/a", "{\"replica\":" + REPLICAS + "}");
        });
        measure(found, "delete and put", () -> {
            ok("DELETE", "tasks/a", "");
            ok("PUT", "tasks/a", body + "}");
        });
        measure(found, "drain", 1, this::drain);
        assertThat(found).isEmpty();
    }
}
