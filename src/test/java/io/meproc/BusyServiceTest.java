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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client polls while others ask for as much as they can. */
@Tag("slow")
class BusyServiceTest {
    private static final int TASKS = 9_000;
    private static final int AT_ONCE = 100;
    private static final int BODIES = 100;
    private static final int RESETS = 40;
    private static final int MEGABYTE = 1 << 20;
    private static final int PATIENCE_SECONDS = 120;
    private static final long PAUSE_MILLIS = 2;

    /** Generous, as the others take the machine's processors as well; it was 400 when calls held up the sockets. */
    private static final long SLOWER = 100;

    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Twice the longest that {@link LoopTurnsTest} allows of several rounds: this is one. */
    private static final Duration TURN = Duration.ofMillis(20);

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

    private void resets() {
        for (int i = 0; i < RESETS; i += 8) {
            assertThat(resets(8)).contains(200);
        }
    }

    /** All are sent but for the last byte, which then comes of all at the same time. */
    private void bodies() {
        String body = "{\"cmd\":\"" + "x".repeat(MEGABYTE - 10);
        byte[] request = ("PUT /api/v1/tasks/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (body.length() + 2)
                        + "\r\n\r\n" + body)
                .getBytes(UTF_8);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < BODIES; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
                open.add(socket);
                socket.getOutputStream().write(request);
            }
            for (Socket socket : open) {
                socket.getOutputStream().write("\"}".getBytes(UTF_8));
            }
            for (Socket socket : open) {
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                socket.close();
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Nanoseconds that 99 % of polls take at most, if one is sent every {@value #PAUSE_MILLIS} ms, while something is done. */
    private long poll(Runnable load) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<List<Long>> polls =
                CompletableFuture.supplyAsync(() -> polls(over), run -> new Thread(run).start());
        try {
            load.run();
        } finally {
            over.set(true);
        }
        List<Long> sorted = polls.join().stream().sorted().toList();
        return sorted.get(sorted.size() * 99 / 100);
    }

    private List<Long> polls(AtomicBoolean over) {
        byte[] get =
                "GET /api/v1/tasks/t5/why HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8);
        List<Long> took = new ArrayList<>();
        while (!over.get()) {
            long begun = System.nanoTime();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
                socket.getOutputStream().write(get);
                InputStream in = socket.getInputStream();
                assertThat(new String(in.readAllBytes(), UTF_8)).startsWith("HTTP/1.1 200");
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
            // A poll that takes long stands for those that would have been sent meanwhile.
            for (long left = System.nanoTime() - begun; left > 0; left -= TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
                took.add(left);
            }
            pause(PAUSE_MILLIS);
        }
        return took;
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClientThatPollsIsAnsweredWhileOthersAskForMuch() {
        resets(1);
        bodies();
        long quiet = Math.max(LEAST_NANOS, poll(() -> pause(1_000)));
        service.loops().reset();

        long whileReset = poll(this::resets);
        long whileSent = poll(this::bodies);

        assertThat(whileReset).as("while tasks are reset").isLessThan(SLOWER * quiet);
        assertThat(whileSent).as("while bodies end together").isLessThan(SLOWER * quiet);
        assertThat(service.loops().longestTurn()).isLessThan(TURN);
        assertThat(service.loops().longestRound()).isLessThan(TURN);
    }
}
