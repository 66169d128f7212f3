package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once that make the service keep as much as they can: it keeps what it has room for, and serves the rest. */
class CrowdTest {
    private static final int MEGABYTE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROOM = 8 * MEGABYTE;
    private static final int CONNECTIONS = 200;
    private static final int CROWD = 100;
    private static final String GET = "GET /api/v1/node HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path logs;

    private final Deque<Wire> open = new ArrayDeque<>();
    private Service service;

    @BeforeEach
    void start() {
        service = new Service(logs, new HttpLimits(ROOM, CONNECTIONS, 10));
    }

    @AfterEach
    void end() throws IOException {
        for (Wire wire : open) {
            wire.close();
        }
        service.close();
    }

    private Wire connect() throws IOException {
        Wire wire = new Wire(service.port());
        open.push(wire);
        return wire;
    }

    private Reply put(String name) throws IOException {
        byte[] body = "{\"cmd\":\"true\",\"type\":\"once\"}".getBytes(UTF_8);
        return Wire.ask(service.port(), Wire.request("PUT", "/api/v1/tasks/" + name, "Host: localhost\r\n", body));
    }

    private void othersAreServed(String name) throws IOException {
        assertThat(Wire.ask(service.port(), GET).status()).isEqualTo(200);
        assertThat(put(name).status()).isEqualTo(201);
    }

    private static String head(int length) {
        return "PUT /api/v1/tasks/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** More than the heap has for them, were it kept. */
    @Test
    void unfinishedBodiesBeyondTheBudgetAreDroppedAndOthersAreServed() throws IOException {
        byte[] almost = new byte[MEGABYTE - 1];
        for (int i = 0; i < CROWD; i++) {
            connect().send(head(MEGABYTE)).send(almost);
            if (i % 25 == 0) {
                othersAreServed("good" + i);
            }
        }
        othersAreServed("good");
        List<Integer> answers = new ArrayList<>();
        for (Wire wire : open) {
            Reply reply = wire.send("x").read();
            answers.add(reply.status());
            if (reply.status() == 503) {
                assertThat(reply.header("retry-after")).isEqualTo("1");
                assertThat(reply.body()).contains("too-many", "limits.in_flight_bytes");
            }
        }
        assertThat(answers).contains(503).containsOnly(400, 503);
        assertThat(answers.stream().filter(status -> status == 400)).hasSizeLessThanOrEqualTo(ROOM / MEGABYTE);
    }

    @Test
    void answersAreNotMadeAheadOfClientsThatDoNotRead() throws Exception {
        assertThat(put("chatty").status()).isEqualTo(201);
        await().atMost(PATIENCE).until(() -> Files.exists(logs.resolve("chatty/0.log")));
        Files.write(logs.resolve("chatty/0.log"), new byte[2 * MEGABYTE]);
        String read = "GET /api/v1/tasks/chatty/replicas/0/output?from=0&limit=" + MEGABYTE
                + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (int i = 0; i < CROWD; i++) {
            connect().send(read.repeat(20));
        }
        othersAreServed("good");
        Wire reader = new Wire(service.port()).send(read.repeat(3));
        open.push(reader);
        for (int i = 0; i < 3; i++) {
            Reply reply = reader.read();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).hasSize(MEGABYTE);
        }
    }

    @Test
    void halfRequestsKeepNobodyOut() throws IOException {
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            connect().send("GET /proc HTTP/1.1\r\nHo");
            if (i % CROWD == 0) {
                othersAreServed("good" + i);
            }
        }
        othersAreServed("good");
    }
}
