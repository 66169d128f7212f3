package io.meproc.http;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who takes a connection has to use it. */
class ConnectionsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int MOST = 3;
    private static final long IDLE_MILLIS = 1_500;
    private static final long SWEEP_MILLIS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Queue<HttpServerRequest> waiting = new ConcurrentLinkedQueue<>();
    private int port;

    @BeforeEach
    void start() {
        Promise<HttpServer> listening = Promise.promise();
        context.runOnContext(turn -> listen().onComplete(listening));
        port = done(listening.future()).actualPort();
    }

    private Future<HttpServer> listen() {
        Connections connections = new Connections(vertx, MOST, IDLE_MILLIS, SWEEP_MILLIS);
        return vertx.createHttpServer(HttpVerticle.options())
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.busy(request);
                    waiting.add(request);
                })
                .listen(0, "127.0.0.1");
    }

    @AfterEach
    void end() {
        done(vertx.close());
    }

    private void answerNext() {
        await().until(() -> !waiting.isEmpty());
        HttpServerRequest request = waiting.remove();
        context.runOnContext(turn -> request.response().end("done"));
    }

    @Test
    void whoSaysNothingIsHungUpOn() throws IOException {
        try (Wire silent = new Wire(port)) {
            assertThat(silent.endsHere()).isTrue();
        }
    }

    @Test
    void whoSpellsAHeaderOutIsHungUpOnToo() throws Exception {
        try (Wire slow = new Wire(port)) {
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                try {
                    slow.send("x");
                    return false;
                } catch (IOException closed) {
                    return true;
                }
            });
        }
    }

    @Test
    void whoWaitsForAnAnswerIsNot() throws Exception {
        try (Wire patient = new Wire(port);
                Wire silent = new Wire(port)) {
            patient.send(GET);
            assertThat(silent.endsHere()).isTrue();
            answerNext();
            assertThat(patient.read().body()).isEqualTo("done");
            assertThat(patient.endsHere()).isTrue();
        }
    }

    @Test
    void oneConnectionTooManyIsClosedWhileAllOthersWaitForAnAnswer() throws Exception {
        try (Wire first = new Wire(port);
                Wire second = new Wire(port);
                Wire third = new Wire(port)) {
            for (Wire wire : List.of(first, second, third)) {
                wire.send(GET);
            }
            await().until(() -> waiting.size() == MOST);
            try (Wire fourth = new Wire(port)) {
                assertThat(fourth.endsHere()).isTrue();
            }
            for (Wire wire : List.of(first, second, third)) {
                answerNext();
                assertThat(wire.read().body()).isEqualTo("done");
            }
        }
    }

    @Test
    void aNewConnectionTakesThePlaceOfTheOneThatSaidNothingTheLongest() throws Exception {
        try (Wire busy = new Wire(port)) {
            busy.send(GET);
            await().until(() -> waiting.size() == 1);
            try (Wire oldest = new Wire(port);
                    Wire second = new Wire(port);
                    Wire fresh = new Wire(port)) {
                assertThat(oldest.endsHere()).isTrue();
                fresh.send(GET);
                second.send(GET);
                await().until(() -> waiting.size() == MOST);
                answerNext();
                assertThat(busy.read().body()).isEqualTo("done");
                answerNext();
                answerNext();
                assertThat(fresh.read().body()).isEqualTo("done");
                assertThat(second.read().body()).isEqualTo("done");
            }
        }
    }
}
