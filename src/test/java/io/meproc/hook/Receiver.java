package io.meproc.hook;

import static io.meproc.Futures.done;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An HTTP server on the loopback address that records requests and answers as a test decides. */
final class Receiver implements AutoCloseable {
    /** @param headers with names in lower case */
    record Received(String path, Map<String, String> headers, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** How a request is answered; it may not be answered at all. */
    volatile Consumer<HttpServerRequest> answer = request -> request.response().end("ok");

    Receiver(Vertx vertx) {
        server = done(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, String> headers = new TreeMap<>();
                    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
                    received.add(new Received(request.uri(), headers, body.toString()));
                    answer.accept(request);
                }))
                .listen(0, "127.0.0.1"));
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    int port() {
        return server.actualPort();
    }

    /** Answers each request with this status. */
    void status(int status) {
        answer = request -> request.response().setStatusCode(status).end("answer " + status);
    }

    @Override
    public void close() {
        done(server.close());
    }
}
