package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Reply;
import io.meproc.json.Content;
import io.vertx.core.buffer.Buffer;

/** The answers of {@code /proc}, such as {@code {"code":200,"msg":"OK"}}. */
final class Envelope {
    private Envelope() {}

    /**
     * The answer to a request that is done, or with {@code 202} to one in progress.
     *
     * @param detail remarks for people; empty for none
     */
    static Reply of(boolean done, String detail) {
        return done ? of(200, "OK", detail) : of(202, "Accepted", detail);
    }

    static Reply of(Problem problem) {
        String message = problem.message();
        return of(code(problem.kind()), message == null ? message(problem.kind()) : message, problem.detail());
    }

    private static Reply of(int code, String message, String detail) {
        Content body = json -> {
            json.writeStartObject();
            json.writeNumberField("code", code);
            json.writeStringField("msg", message);
            if (!detail.isEmpty()) {
                json.writeStringField("detail", detail);
            }
            json.writeEndObject();
        };
        return new Reply(code, null, null, Buffer.buffer(body.bytes()));
    }

    private static int code(Kind kind) {
        return switch (kind) {
            case START_FAILED -> 400;
            case EXISTS, UNKNOWN_TASK -> 403;
            case CHANGED_MEANWHILE -> 409;
            default -> kind.status();
        };
    }

    private static String message(Kind kind) {
        return switch (kind) {
            case INVALID_JSON -> "JSON body is required";
            case INVALID_FIELD -> "Invalid JSON field";
            case INVALID_QUERY -> "Invalid query";
            case INVALID_REQUEST, TOO_LONG, HEADERS_TOO_LARGE -> "Invalid HTTP request";
            case HOST_NOT_ALLOWED -> "Host not allowed";
            case NOT_FOUND -> "Not found";
            case UNKNOWN_TASK -> "Program not exists, please start it at first";
            case TIMEOUT -> "Request timeout";
            case EXISTS -> "Program exists, please stop it at first";
            case LIMIT_REACHED -> "Limit reached";
            case REMOVED -> "Removed meanwhile";
            case NOT_RUNNING -> "Not running";
            case NOT_SCHEDULED -> "Not scheduled";
            case OVERLAPS -> "Earlier run not over";
            case ROLL_ENDED -> "Update ended";
            case CHANGED_MEANWHILE -> "Changed meanwhile";
            case TOO_LARGE -> "Body too large";
            case START_FAILED -> "Start failed";
            case SHUTTING_DOWN -> "Shutting down";
            case UNAVAILABLE -> "Unavailable";
            case STILL_RUNNING -> "Still running";
            case UNKNOWN_REPLICA,
                    UNKNOWN_RUN,
                    UNKNOWN_PROCESS,
                    UNKNOWN_TARGET,
                    UPGRADE_FAILED,
                    METHOD_NOT_ALLOWED,
                    BROKEN,
                    TOO_MANY,
                    STORE_FAILED,
                    NOT_DONE_YET -> kind.title();
        };
    }
}
