package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Phrases about a run record. */
final class RunWords {
    private static final double MILLIS = 1e3;
    private static final int EXACT_SECONDS = 10;

    private RunWords() {}

    /** The end, such as {@code code 1}; {@code running} for a live run. */
    static String end(JsonNode run) {
        JsonNode exit = run.path("exit");
        if (exit.isObject()) {
            return exit.path("words").asText();
        }
        return run.path("state").asText().equals("running") ? "running" : "end unknown";
    }

    /** How long the run lasted, or has lasted; empty if its end is not known. */
    static String lasted(JsonNode run, InstantSource clock) {
        JsonNode exit = run.path("exit");
        try {
            Instant since = Instant.parse(run.path("since").asText());
            if (RunMark.NO_RUN.contains(exit.path("cause").asText())) {
                return "";
            } else if (exit.isObject()) {
                // Nobody watched: the end is the time at which it was found out.
                String bound = exit.path("cause").asText().equals("unknown") ? "≤ " : "";
                return bound
                        + span(Duration.between(
                                since, Instant.parse(exit.path("at").asText())));
            }
            return run.path("state").asText().equals("running") ? span(Duration.between(since, clock.instant())) : "";
        } catch (DateTimeException none) {
            return "";
        }
    }

    private static String span(Duration length) {
        boolean exact = !length.isNegative() && length.toSeconds() < EXACT_SECONDS;
        return exact ? String.format(Locale.ROOT, "%.1fs", length.toMillis() / MILLIS) : Span.of(length);
    }

    /** The sender of a request: {@code ops@web1 (192.0.2.7)}; empty for none. */
    static String by(JsonNode by) {
        if (!by.isObject()) {
            return "";
        }
        String who = by.path("who").asText();
        String from = by.path("from").asText();
        String sender = from.equals("meproc") ? "Meproc" : from.equals("bus") ? "the event bus" : from;
        return who.isEmpty() ? sender : who + " (" + sender + ")";
    }
}
