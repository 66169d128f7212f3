package io.meproc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client polls while others request as much as they can. {@code ./bench busy} measures how long its polls take. */
@Tag("slow")
class BusyServiceTest {
    private static final int TASKS = 2_000;
    private static final int AT_ONCE = 100;
    private static final int ROUNDS = 20;
    private static final int PATIENCE_SECONDS = 120;
    private static final long PAUSE_MILLIS = 2;

    /** More than can be answered before the first reset of a round and after its last one. */
    private static final int BETWEEN = 4;

    @TempDir
    private Path logs;

    private MeasuredService service;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        service = new MeasuredService(logs, 1);
        for (int from = 0; from < TASKS; from += AT_ONCE) {
            all(IntStream.range(from, from + AT_ONCE)
                    .mapToObj(i -> call("PUT", "t" + i, "{\"cmd\":\"sleep 1000\",\"type\":\"daemon\"}"))
                    .toList());
        }
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static List<Integer> all(List<CompletableFuture<Integer>> calls) {
        return calls.stream()
                .map(call -> call.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
                .toList();
    }

    private CompletableFuture<Integer> call(String method, String path, String body) {
        URI uri = URI.create("http://127.0.0.1:" + service.port() + "/api/v1/tasks" + path.replaceFirst("^t", "/t"));
        return client.sendAsync(
                        HttpRequest.newBuilder(uri)
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private List<Integer> resets(int calls) {
        return all(IntStream.range(0, calls)
                .mapToObj(i -> call("POST", ":reset", "{\"selector\":{\"all\":true}}"))
                .toList());
    }

    /** The most polls that were answered while eight resets of all tasks were carried out. */
    private long polledDuringResets() {
        long most = 0;
        for (int round = 0; round < ROUNDS && most < BETWEEN; round++) {
            most = Math.max(most, polled(() -> assertThat(resets(8)).contains(200)));
        }
        return most;
    }

    /** The polls that were sent and answered while something was done, one every {@value #PAUSE_MILLIS} ms. */
    private long polled(Runnable load) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> polls =
                CompletableFuture.supplyAsync(() -> polls(over), run -> new Thread(run).start());
        try {
            load.run();
        } finally {
            over.set(true);
        }
        return polls.join();
    }

    private long polls(AtomicBoolean over) {
        byte[] get =
                "GET /api/v1/tasks/t5/why HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8);
        long answered = 0;
        while (!over.get()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                socket.getOutputStream().write(get);
                InputStream in = socket.getInputStream();
                assertThat(new String(in.readAllBytes(), UTF_8)).startsWith("HTTP/1.1 200");
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
            answered += over.get() ? 0 : 1;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
        return answered;
    }

    @Test
    void aClientThatPollsIsAnsweredWhileOthersRequestMuch() {
        assertThat(polledDuringResets())
                .as("polls answered while tasks are reset")
                .isGreaterThanOrEqualTo(BETWEEN);
        assertThat(polled(() -> LargeBodies.send(service.port())))
                .as("polls answered while bodies end together")
                .isPositive();
    }
}
