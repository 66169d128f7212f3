package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The exit code of {@code run} for the end of its task, and a message if the code does not describe the end. */
record RunResult(int code, Optional<String> words) {
    private static final int LATE = 124;
    private static final int KILL = 9;

    static RunResult of(JsonNode task) {
        RunResult worst = new RunResult(Code.DONE, Optional.empty());
        for (JsonNode replica : task.path("replicas")) {
            RunResult one = ofReplica(replica, task);
            if (worst.code == Code.DONE && (one.code != Code.DONE || one.words.isPresent())) {
                worst = one;
            }
        }
        return worst;
    }

    private static RunResult ofReplica(JsonNode replica, JsonNode task) {
        JsonNode exit = replica.path("lastExit");
        String name = task.path("name").asText() + ":" + replica.path("index").asText() + " ";
        if (!exit.isObject()) {
            return new RunResult(Code.NO_RUN, Optional.of(name + "has not run"));
        }
        String words = name + exit.path("words").asText();
        String cause = exit.path("cause").asText();
        if (cause.equals("exited")) {
            return new RunResult(exit.path("code").asInt(Code.NO_RUN), Optional.empty());
        } else if (cause.equals("not started")) {
            return new RunResult(notStarted(exit.path("errno").asText("")), Optional.of(words));
        } else if (cause.equals("timed out")) {
            // As timeout(1), which has another code only when it sent SIGKILL.
            return new RunResult(exit.path("forced").asBoolean() ? Code.SIGNAL + KILL : LATE, Optional.of(words));
        } else if (exit.path("signal").isNumber()) {
            return new RunResult(Code.SIGNAL + exit.path("signal").asInt(), Optional.of(words));
        } else if (cause.equals("killed for memory") || cause.equals("memory limit")) {
            return new RunResult(Code.SIGNAL + KILL, Optional.of(words));
        } else if (exit.path("code").isNumber()) {
            return new RunResult(exit.path("code").asInt(), Optional.of(words));
        }
        return new RunResult(Code.NO_RUN, Optional.of(words));
    }

    /** The exit code for a failed start, by the name of the kernel's error. */
    static int notStarted(String errno) {
        if (errno.contains("ENOENT")) {
            return Code.NOT_FOUND;
        }
        return errno.contains("EACCES") || errno.contains("ENOEXEC") ? Code.NOT_EXECUTABLE : Code.NO_RUN;
    }
}
