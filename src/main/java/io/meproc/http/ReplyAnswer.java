package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends answers, and problems in the form of the API that was called. */
final class ReplyAnswer {
    /** The header with the revision of a task, which {@code If-Match} compares. */
    private static final String REVISION = "Meproc-Revision";

    private static final int UNAVAILABLE = 503;

    private ReplyAnswer() {}

    /**
     * Whether problems are sent in the form of {@code /api/v1}: below its root, also behind a base path, and for a
     * target without a valid path.
     */
    static boolean owns(HttpServerRequest request) {
        return !InvalidRequest.hasPath(request) || (request.path() + "/").contains(Operation.ROOT + "/");
    }

    static Future<Void> refuse(HttpServerRequest request, Problem problem) {
        return send(request, owns(request) ? Reply.of(problem) : Envelope.of(problem));
    }

    /** Refuses a request and closes the connection, even if the client is still sending. */
    static void refuseAndClose(HttpServerRequest request, Problem problem) {
        request.response().putHeader("Connection", "close");
        refuse(request, problem).onComplete(sent -> request.connection().close());
    }

    static Future<Void> send(HttpServerRequest request, Reply reply) {
        if (request.response().ended() || request.response().closed()) {
            return Future.succeededFuture();
        }
        HttpServerResponse response = head(request, reply);
        if (HttpMethod.HEAD.equals(request.method())) {
            return response.putHeader(
                            "Content-Length", Integer.toString(reply.body().length()))
                    .end();
        }
        return response.end(reply.body());
    }

    /** Sends an answer that may be long. */
    static Future<Void> send(PacedWriter writer, HttpServerRequest request, Reply reply) {
        if (request.response().ended() || request.response().closed()) {
            return Future.succeededFuture();
        }
        head(request, reply);
        return writer.send(request, reply.body());
    }

    private static HttpServerResponse head(HttpServerRequest request, Reply reply) {
        HttpServerResponse response =
                head(request, reply.status(), reply.refused() ? "application/problem+json" : "application/json");
        if (reply.revision() != null) {
            response.putHeader(REVISION, reply.revision().toString());
        }
        if (reply.tag() != null) {
            response.putHeader("ETag", reply.tag());
        }
        if (reply.problem() != null) {
            HelpLink.of(request, reply.problem()).ifPresent(link -> response.putHeader("Link", link));
        }
        return response;
    }

    /** Sets the status and the headers that all rendered answers have. */
    static HttpServerResponse head(HttpServerRequest request, int status, String type) {
        HttpServerResponse response = request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        // In seconds, RFC 9110, 10.2.3.
        return status == UNAVAILABLE ? response.putHeader("Retry-After", "1") : response;
    }
}
