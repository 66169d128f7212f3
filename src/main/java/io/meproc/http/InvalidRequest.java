package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.json.Shown;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Refuses requests that are not valid HTTP/1.1 or exceed a limit. */
final class InvalidRequest {
    /** The longest request line in bytes. */
    static final int LINE_BYTES = 4 << 10;

    /**
     * The longest headers in bytes. Browsers add the cookies of other programs on the host, and proxies and tracing
     * add headers.
     */
    static final int HEADER_BYTES = 32 << 10;

    /** The request target that Netty (HttpRequestDecoder) substitutes for one that it could not parse. */
    private static final String UNREAD = "/bad-request";

    private InvalidRequest() {}

    /** Whether the request target was parsed and has a path, unlike {@code *} and an authority. */
    static boolean hasPath(HttpServerRequest request) {
        String target = request.uri();
        return (target.startsWith("/") || CrossSiteFilter.isAbsolute(target))
                && request.path() != null
                && !(request.decoderResult().isFailure() && target.equals(UNREAD));
    }

    static void refuse(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(
                    request,
                    Kind.TOO_LONG,
                    "the request line, with the path and the query, is longer than " + LINE_BYTES + " bytes");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, Kind.HEADERS_TOO_LARGE, "the headers are longer than " + HEADER_BYTES + " bytes in total");
        } else {
            String reason = cause == null ? "malformed" : Shown.of(String.valueOf(cause.getMessage()));
            refuse(request, Kind.INVALID_REQUEST, "the request is not valid HTTP/1.1: " + reason);
        }
    }

    private static void refuse(HttpServerRequest request, Kind kind, String detail) {
        ReplyAnswer.refuseAndClose(request, Problem.of(kind, detail));
    }
}
