package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.json.Shown;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** A request that is not HTTP/1.1, or is too long to be read. */
final class InvalidRequest {
    /** The longest request line. */
    static final int LINE_BYTES = 4 << 10;

    /** Cookies of other programs of the same host come along, and proxies and tracing add their own. */
    static final int HEADER_BYTES = 32 << 10;

    /** The request target that Netty (HttpRequestDecoder) puts in place of one that it could not read. */
    private static final String UNREAD = "/bad-request";

    private InvalidRequest() {}

    /** Whether the request target was read and has a path: neither {@code *} nor an authority has one. */
    static boolean hasPath(HttpServerRequest request) {
        String target = request.uri();
        return (target.startsWith("/") || Door.isAbsolute(target))
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
            refuse(
                    request,
                    Kind.HEADERS_TOO_LARGE,
                    "the headers are longer than " + HEADER_BYTES + " bytes, all together");
        } else {
            String reason = cause == null ? "malformed" : Shown.of(String.valueOf(cause.getMessage()));
            refuse(request, Kind.INVALID_REQUEST, "the request is not valid HTTP/1.1: " + reason);
        }
    }

    private static void refuse(HttpServerRequest request, Kind kind, String detail) {
        ReplyAnswer.refuseAndClose(request, Problem.of(kind, detail));
    }
}
