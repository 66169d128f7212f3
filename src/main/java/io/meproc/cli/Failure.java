package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The failure of a command: a message for people, the exit code, and the problem that the service sent, if any. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;
    private final transient @Nullable JsonNode problem;

    Failure(int code, String words) {
        this(code, words, null);
    }

    Failure(int code, String words, @Nullable JsonNode problem) {
        super(words, null, false, false);
        this.code = code;
        this.problem = problem;
    }

    Failure withCode(int other) {
        return new Failure(other, words(), problem);
    }

    Failure withWords(String other) {
        return new Failure(code, other, problem);
    }

    int code() {
        return code;
    }

    String words() {
        return String.valueOf(getMessage());
    }

    @Nullable
    JsonNode problem() {
        return problem;
    }
}
