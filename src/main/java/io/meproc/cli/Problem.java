package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Converts a problem of the service (RFC 9457) to a message and an exit code. */
final class Problem {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int GATEWAY_TIMEOUT = 504;

    private Problem() {}

    static Failure failure(int status, JsonNode problem) {
        return new Failure(code(status, problem), words(status, problem), problem);
    }

    private static int code(int status, JsonNode problem) {
        return switch (status) {
            case NOT_FOUND -> problem.path("type").asText().contains("unknown-") ? Code.UNKNOWN : Code.FAILED;
            case CONFLICT, PRECONDITION_FAILED -> Code.CONFLICT;
            case REQUEST_TIMEOUT, GATEWAY_TIMEOUT -> Code.LATE;
            default -> Code.FAILED;
        };
    }

    private static String words(int status, JsonNode problem) {
        StringBuilder words = new StringBuilder(problem.path("title").asText("refused with status " + status));
        String detail = problem.path("detail").asText("");
        if (!detail.isEmpty()) {
            words.append(": ").append(detail);
        }
        for (JsonNode error : problem.path("errors")) {
            String field = error.path("field").asText("");
            String message = error.path("message").asText("");
            // With one error the detail often contains the message.
            if (!message.isEmpty() && !detail.contains(message)) {
                words.append("\n  ")
                        .append(field)
                        .append(field.isEmpty() ? "" : ": ")
                        .append(message);
            }
        }
        return words.toString();
    }
}
