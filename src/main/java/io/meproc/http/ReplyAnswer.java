package io.meproc.http;

import io.meproc.api.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends what the interface has answered. */
final class ReplyAnswer {
    /** The revision of a task, which {@code If-Match} compares. */
    private static final String REVISION = "Meproc-Revision";

    private ReplyAnswer() {}

    /** Whether problems are answered in the form of the API: below its root, also behind a base path, and where no path was understood. */
    static boolean owns(HttpServerRequest request) {
        return !InvalidRequest.hasPath(request) || (request.path() + "/").contains(Endpoint.ROOT + "/");
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

    /** Sends one that may be long. */
    static Future<Void> send(Paced paced, HttpServerRequest request, Reply reply) {
        if (request.response().ended() || request.response().closed()) {
            return Future.succeededFuture();
        }
        head(request, reply);
        return paced.send(request, reply.body());
    }

    private static HttpServerResponse head(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = Envelope.retry(request.response(), reply.status())
                .setStatusCode(reply.status())
                .putHeader("Content-Type", reply.refused() ? "application/problem+json" : "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
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
}
