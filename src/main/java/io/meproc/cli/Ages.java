package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.text.Ordinal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Formats times relative to now, such as {@code 5m} or {@code in 3h}. */
final class Ages {
    private final Instant now;

    Ages(InstantSource clock) {
        now = clock.instant();
    }

    /** How long a task has been in its state, or how long it will be. */
    String when(JsonNode task) {
        if (task.path("waitingFor").size() > 0) {
            StringBuilder names = new StringBuilder();
            for (JsonNode name : task.path("waitingFor")) {
                names.append(names.isEmpty() ? "for " : ", ").append(name.asText());
            }
            return names.toString();
        } else if (task.path("nextFire").isTextual()) {
            return in(task.path("nextFire"));
        }
        JsonNode restart = task.path("nextRestart");
        if (restart.isObject() && task.path("since").isNull()) {
            return "restarts " + nextRestart(restart);
        }
        JsonNode start = task.path("lastStart");
        return ago(start.isTextual() ? start : task.path("lastAttempt"));
    }

    String lastExit(JsonNode exit) {
        if (!exit.isObject()) {
            return "";
        }
        String replica = exit.path("replica").asInt() > 0
                ? " (replica " + exit.path("replica").asInt() + ")"
                : "";
        return exit.path("words").asText() + replica + ", " + ago(exit.path("at")) + " ago";
    }

    /** {@code in 4s (3rd of 5 in 1m)}. */
    String nextRestart(JsonNode restart) {
        String place = restart.has("limit")
                ? " (" + Ordinal.of(restart.path("ends").asInt()) + " of "
                        + restart.path("limit").asText() + ")"
                : "";
        return in(restart.path("at")) + place;
    }

    String ago(JsonNode time) {
        return between(time, false);
    }

    private String in(JsonNode time) {
        return "in " + between(time, true);
    }

    private String between(JsonNode time, boolean ahead) {
        try {
            Instant then = Instant.parse(time.asText());
            return Span.of(ahead ? Duration.between(now, then) : Duration.between(then, now));
        } catch (DateTimeException none) {
            return "";
        }
    }
}
