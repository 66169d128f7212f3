package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one client does, the others are answered. {@code ./bench busy} measures how fast. */
class HostileClientsTest {
    private static final String GET = "GET /proc HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CLOSING_GET = "GET /proc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final int LARGE = 3 << 20;

    private static final int OTHERS = 5;

    @TempDir
    Path logs;

    private final Deque<Wire> open = new ArrayDeque<>();
    private Service service;

    @BeforeEach
    void start() {
        service = new Service(logs);
    }

    @AfterEach
    void end() throws IOException {
        try (Service ending = service) {
            assertThat(ending.port()).isPositive();
            othersAreAnswered();
            for (Wire wire : open) {
                wire.close();
            }
        }
    }

    /** Each on a connection of its own. */
    private void othersAreAnswered() throws IOException {
        for (int i = 0; i < OTHERS; i++) {
            assertThat(Wire.ask(service.port(), GET).status()).isEqualTo(200);
        }
    }

    private Wire connect() throws IOException {
        Wire wire = new Wire(service.port());
        open.push(wire);
        return wire;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "hello\n\n",
                "GET /proc HTTP/1.1\nHost: localhost\n\n",
                "\0\1\2\3\r\n\r\n",
                "\26\3\1\2\0\1\0\1\374\3\3\n",
                "GET /proc\1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /proc HTTP/x.y\r\n\r\n"
            })
    void garbageIsAnsweredAndTheConnectionEnds(String bytes) throws IOException {
        Wire wire = connect().send(bytes);
        Reply reply = wire.read();
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).startsWith("the request is not valid HTTP/1.1: ");
        assertThat(wire.endsHere()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "FOO", "BREW", "M-SEARCH"})
    void anUnknownMethodIsAnsweredAndTheConnectionGoesOn(String method) throws IOException {
        Wire wire = connect().send(method + " /proc HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(wire.read().status()).isEqualTo(405);
        assertThat(wire.send(GET).read().status()).isEqualTo(200);
    }

    @Test
    void anUnknownHttpVersionIsRefused() throws IOException {
        assertThat(connect()
                        .send("GET /proc HTTP/9.9\r\nHost: localhost\r\n\r\n")
                        .read()
                        .status())
                .isEqualTo(501);
        assertThat(connect().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").read().status())
                .isEqualTo(501);
    }

    @Test
    void aLargeBodyIsReadToItsEndAndRefused() throws IOException {
        Wire wire = connect();
        wire.send("PUT /proc HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + LARGE + "\r\n\r\n")
                .send(new byte[LARGE]);
        Reply reply = wire.read();
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.message()).isEqualTo("Body too large");
        assertThat(reply.detail()).contains("1048576 bytes");
        assertThat(wire.send(GET).read().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc?wait=maybe", "/api/v1/tasks/a?bogus=%zz"})
    void aQueryIsRefusedBeforeTheBodyIsReadAndTheConnectionStays(String target) throws IOException {
        Wire wire = connect();
        wire.send("PUT " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + LARGE + "\r\n\r\n");
        assertThat(wire.read().status()).isEqualTo(400);
        wire.send(new byte[LARGE]);
        assertThat(wire.send(GET).read().status()).isEqualTo(200);
    }

    @Test
    void aLargeBodyWithoutALengthIsRefused() throws IOException {
        Wire wire = connect().send("PUT /proc HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 3; i++) {
            wire.send("100000\r\n").send(new byte[1 << 20]).send("\r\n");
        }
        assertThat(wire.send("0\r\n\r\n").read().status()).isEqualTo(413);
        assertThat(wire.send(GET).read().status()).isEqualTo(200);
    }

    @Test
    void aLargeBodyThatAsksBeforeItIsSentGetsAnAnswer() throws IOException {
        Wire wire = connect()
                .send("PUT /proc HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " + LARGE
                        + "\r\n\r\n");
        Reply first = wire.read();
        if (first.status() == 100) {
            first = wire.send(new byte[LARGE]).read();
        }
        assertThat(first.status()).isEqualTo(413);
    }

    @Test
    void aBodyWithoutEndIsCutOff() throws IOException {
        Wire wire = connect().send("PUT /proc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n");
        byte[] part = new byte[1 << 20];
        boolean cut = false;
        for (int i = 0; i < 64 && !cut; i++) {
            try {
                wire.send(part);
            } catch (IOException closed) {
                cut = true;
            }
        }
        assertThat(cut).isTrue();
    }

    @Test
    void brokenChunksAreAnswered() throws IOException {
        Wire wire = connect();
        wire.send("PUT /proc HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n");
        assertThat(wire.read().detail()).isEqualTo("the body is malformed or incomplete");
        assertThat(wire.endsHere()).isTrue();
    }

    @Test
    void thirtyKilobytesOfCookiesDoNoHarm() throws IOException {
        Wire wire = connect();
        for (int i = 0; i < 3; i++) {
            wire.send("GET /api/v1/node HTTP/1.1\r\nHost: localhost\r\nCookie: a=" + "x".repeat(30_000) + "\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aLongHeaderAndALongLineAreRefused() throws IOException {
        String long64k = "x".repeat(1 << 16);
        Wire header = connect().send("GET /proc HTTP/1.1\r\nHost: localhost\r\nX: " + long64k + "\r\n\r\n");
        assertThat(header.read().status()).isEqualTo(431);
        Wire line = connect().send("GET /" + long64k + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(line.read().status()).isEqualTo(414);
    }

    @Test
    void halfRequestsHoldNobodyUp() throws IOException {
        for (int length : List.of(1, 3, 9, GET.length() - 4, GET.length() - 1)) {
            connect().send(GET.substring(0, length));
        }
        connect().send("PUT /proc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{\"name\"");
        connect().send("PUT /proc HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 50\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            new Wire(service.port()).send("GET /proc HTTP/1.1\r\nHo").close();
        }
    }

    @Test
    void aRequestMayComeAByteAtATimeWhileOthersAreAnswered() throws IOException {
        Wire slow = connect();
        byte[] body = "{\"name\":\"a\",\"cmd\":\"true\",\"type\":\"once\"}".getBytes(UTF_8);
        for (byte part : Wire.request("PUT", "/proc", "Host: localhost\r\n", body)) {
            slow.send(new byte[] {part});
            assertThat(Wire.ask(service.port(), CLOSING_GET).status()).isEqualTo(200);
        }
        assertThat(slow.read().status()).isEqualTo(200);
    }

    @Test
    void aThousandIdleConnectionsHoldNobodyUp() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            connect();
        }
        othersAreAnswered();
        assertThat(open.peek().send(GET).read().status()).isEqualTo(200);
    }

    @Test
    void pipelinedRequestsAreAllAnsweredInTheirOrder() throws IOException {
        Wire wire = connect().send(GET + "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" + GET.repeat(200));
        assertThat(wire.read().status()).isEqualTo(200);
        assertThat(wire.read().status()).isEqualTo(404);
        for (int i = 0; i < 200; i++) {
            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestBehindABodyThatGetWasNotToHaveIsARequestOfItsOwn() throws IOException {
        Wire wire = connect()
                .send("GET /proc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 28\r\n\r\n"
                        + "GET /smuggled HTTP/1.1\r\n\r\n\r\n" + CLOSING_GET);
        assertThat(wire.read().status()).isEqualTo(200);
        assertThat(wire.read().status()).isEqualTo(200);
        assertThat(wire.endsHere()).isTrue();
    }

    @Test
    void clientsThatNeverReadALargeAnswerHoldNobodyUp() throws IOException {
        start("large", "head -c 20000000 /dev/zero");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(logs.resolve("large/0.log"))
                        && Files.size(logs.resolve("large/0.log")) == 20_000_000);
        for (int i = 0; i < 50; i++) {
            connect().send("GET /proc/output?name=large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        othersAreAnswered();
        Reply reply = connect()
                .send("GET /proc/output?name=large HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .readAndDrop();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Long.parseLong(reply.headers().get("content-length"))).isGreaterThan(20_000_000);
    }

    @Test
    void aClientThatGoesAwayWhileItsRequestIsUnderWayHarmsNothing() throws IOException {
        start("stubborn", "sleep 1; exec sleep 1000");
        try (Wire impatient = new Wire(service.port())) {
            impatient.send("DELETE /proc?name=stubborn HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Wire.ask(service.port(), GET)
                        .json()
                        .getJsonObject("data")
                        .getJsonObject("tasks")
                        .isEmpty());
    }

    private void start(String name, String command) throws IOException {
        JsonObject task = new JsonObject().put("name", name).put("cmd", command).put("type", "once");
        byte[] request = Wire.request(
                "PUT", "/proc", "Host: localhost\r\n", task.encode().getBytes(UTF_8));
        assertThat(Wire.ask(service.port(), request).status()).isEqualTo(200);
    }
}
