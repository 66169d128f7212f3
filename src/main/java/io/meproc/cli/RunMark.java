package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The mark of a run in a table: its state and end in one letter, and its colour. */
record RunMark(String letter, Colour colour) {
    /** The causes of records without a run. */
    static final Set<String> NO_RUN = Set.of("missed", "skipped", "paused", "late");

    static RunMark of(JsonNode run) {
        JsonNode exit = run.path("exit");
        if (!exit.isObject()) {
            return run.path("state").asText().equals("running")
                    ? new RunMark("●", Colour.GOOD)
                    : new RunMark("?", Colour.BETWEEN);
        }
        String cause = exit.path("cause").asText();
        if (cause.equals("stopped")) {
            return new RunMark("■", exit.path("forced").asBoolean() ? Colour.BETWEEN : Colour.QUIET);
        } else if (NO_RUN.contains(cause)) {
            return new RunMark("○", Colour.BETWEEN);
        } else if (cause.equals("unknown")) {
            return new RunMark("?", Colour.BETWEEN);
        }
        return exit.path("success").asBoolean() ? new RunMark("✓", Colour.GOOD) : new RunMark("✗", Colour.BAD);
    }

    /** The meaning of each letter, for the help. */
    static String legend() {
        return "● running, ✓ succeeded, ✗ failed, ■ stopped, ○ did not run, ? end unknown";
    }
}
