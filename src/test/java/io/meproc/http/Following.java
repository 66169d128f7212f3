package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A client that follows the events over a socket of its own, and keeps what it is sent. */
final class Following implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An event as it came. */
    record Event(long id, String name, JsonObject data) {}

    private final Socket socket;
    private final BufferedReader reader;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> head = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::read, "following");

    private Following(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new BufferedReader(
                new InputStreamReader(new ChunkedBody(socket.getInputStream()), StandardCharsets.UTF_8));
    }

    /** Asks, and reads nothing. */
    static Socket ask(int port, String query, String... headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String request = "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    static Following begin(int port, String query, String... headers) throws IOException {
        Following following = new Following(ask(port, query, headers));
        following.thread.start();
        return following;
    }

    /** Reads what an earlier {@link #ask} is answered. */
    static Following of(Socket socket) throws IOException {
        Following following = new Following(socket);
        following.thread.start();
        return following;
    }

    private void read() {
        try {
            long id = -1;
            String name = "";
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id, name, new JsonObject(line.substring(6))));
                } else if (events.isEmpty()) {
                    head.add(line);
                }
            }
        } catch (IOException closed) {
            // Its own end, or the server's.
        }
    }

    List<Event> events() {
        return events;
    }

    List<String> head() {
        return head;
    }

    List<Event> events(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    Event await1(String name, Predicate<JsonObject> data) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> events(name).stream().anyMatch(event -> data.test(event.data())));
        return events(name).stream()
                .filter(event -> data.test(event.data()))
                .findFirst()
                .orElseThrow();
    }

    long last() {
        return events.get(events.size() - 1).id();
    }

    /** Whether the server has hung up. */
    boolean ended() throws InterruptedException {
        thread.join(PATIENCE.toMillis());
        return !thread.isAlive();
    }

    @Override
    public void close() {
        try {
            socket.close();
            thread.join();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).isFalse();
        events.forEach(event ->
                OpenApi.DESCRIPTION.checkEvent(event.name(), event.data().encode()));
    }
}
