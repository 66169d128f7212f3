package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.meproc.api.Problem;
import io.meproc.api.Reply;
import io.meproc.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An answer in the shape that clients of the original know: {@code {"code":200,"msg":"OK"}}. */
final class Envelope {
    static final Envelope OK = of(200, "OK");

    private static final String OVERLOAD = "Too many at once";
    private static final int UNAVAILABLE = 503;

    private final int code;
    private final String message;
    private final String detail;

    private Envelope(int code, String message, String detail) {
        this.code = code;
        this.message = message;
        this.detail = detail;
    }

    static Envelope of(int code, String message) {
        return new Envelope(code, message, "");
    }

    static Envelope nameless() {
        return of(400, "name is required").detail("name: say which task, as in /proc?name=sleep1");
    }

    static Envelope unknownTask() {
        return of(403, "Program not exists, please start it at first");
    }

    static Envelope shuttingDown() {
        return of(503, "Shutting down").detail("Meproc is shutting down and takes no more requests");
    }

    static Envelope broken() {
        return of(500, "Internal error").detail("internal error; details are in the service log");
    }

    static Envelope overload() {
        return of(503, OVERLOAD)
                .detail("requests and answers use all of limits.in_flight_bytes; try again in a second");
    }

    /** With words for people about what happened; empty for none. */
    Envelope detail(String words) {
        return new Envelope(code, message, words);
    }

    void send(RoutingContext context) {
        send(context.request());
    }

    /** Sends it and hangs up, even on a client that goes on sending. */
    void sendAndClose(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
        send(request).onComplete(sent -> request.connection().close());
    }

    Future<Void> send(HttpServerRequest request) {
        return ReplyAnswer.owns(request) ? ReplyAnswer.send(request, reply()) : send(request, code, body());
    }

    /** The same in the way of the interface of today. */
    private Reply reply() {
        Problem.Kind kind = message.equals(OVERLOAD) ? Problem.Kind.TOO_MANY : Problem.Kind.of(code);
        return Reply.of(Problem.of(kind, detail.isEmpty() ? message : detail));
    }

    /** Sends a JSON body; to HEAD, its length alone. */
    static Future<Void> send(HttpServerRequest request, int code, Buffer body) {
        if (request.response().ended() || request.response().closed()) {
            return Future.succeededFuture();
        }
        HttpServerResponse response = head(request, code);
        if (HttpMethod.HEAD.equals(request.method())) {
            return response.putHeader("Content-Length", Integer.toString(body.length()))
                    .end();
        }
        return response.end(body);
    }

    /** The status and headers of a JSON answer. */
    static HttpServerResponse head(HttpServerRequest request, int code) {
        return retry(request.response(), code)
                .setStatusCode(code)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
    }

    /** Says when to try again, in seconds (RFC 9110, 10.2.3). */
    static HttpServerResponse retry(HttpServerResponse response, int code) {
        return code == UNAVAILABLE ? response.putHeader("Retry-After", "1") : response;
    }

    private Buffer body() {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator json = Json.generator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("code", code);
            json.writeStringField("msg", message);
            if (!detail.isEmpty()) {
                json.writeStringField("detail", detail);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
