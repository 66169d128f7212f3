package io.meproc.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers what it was told to, in turn for each call, the last one again and again; writes down what was asked. */
final class FakeService implements AutoCloseable {
    private static final String BASE = "/api/v1";

    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final Map<String, String> ends = new HashMap<>();
    private final List<String> noted = new ArrayList<>();

    FakeService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code call} is method and path below the interface's base, with the query. */
    FakeService on(String call, String json) {
        return on(call, 200, Map.of(), json);
    }

    FakeService problem(String call, int status, String type, String title) {
        return on(call, status, Map.of(), """
                {"type":"/docs#problem-%s","title":"%s","status":%d,"detail":"its detail"}""".formatted(type, title, status));
    }

    FakeService on(String call, int status, Map<String, String> headers, String body) {
        answers.computeIfAbsent(call, unused -> new ArrayDeque<>()).add(new Answer(status, headers, body));
        return this;
    }

    /** Once {@code first} has been asked, {@code then} is answered as that of a task that is not listed any more. */
    FakeService after(String first, String then) {
        ends.put(first, then);
        return this;
    }

    /** Writes this header down with each call that has it. */
    FakeService noting(String header) {
        noted.add(header);
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().toString().replaceFirst("^" + BASE, "");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            StringBuilder line = new StringBuilder(call).append(body.isEmpty() ? "" : " " + body);
            for (String header : noted) {
                String value = exchange.getRequestHeaders().getFirst(header);
                line.append(value == null ? "" : " " + header + "=" + value);
            }
            asked.add(line.toString());
            Answer answer = next(call);
            new TreeMap<>(answer.headers).forEach(exchange.getResponseHeaders()::set);
            // Length 0 is this server's word for chunks, -1 for nothing.
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            boolean chunks = answer.headers.containsKey("Content-Type");
            exchange.sendResponseHeaders(answer.status, chunks ? 0 : bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        } catch (UncheckedIOException gone) {
            // The client has had enough.
        }
    }

    private synchronized Answer next(String call) {
        String ended = ends.remove(call);
        if (ended != null) {
            answers.remove(ended);
            problem(ended, 404, "unknown-task", "No such task");
        }
        Deque<Answer> turns = answers.getOrDefault(call, new ArrayDeque<>());
        if (turns.isEmpty()) {
            return new Answer(404, Map.of(), "{\"title\":\"nobody told what to answer\"}");
        }
        return turns.size() == 1 ? turns.element() : turns.remove();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
