package io.meproc.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.json.InvalidInput;
import io.meproc.json.Json;
import io.meproc.json.Shown;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The meaning of an HTTP answer for a notification, as Standard Webhooks 1.0.0 recommends. */
final class HttpAnswer {
    private static final int GONE = 410;

    /** A longer wait that a target demands is shortened to this. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private HttpAnswer() {}

    static Outcome outcome(
            TargetKind kind, int status, String reason, Optional<String> retryAfter, String body, Instant now) {
        String words = "HTTP " + status + (reason.isEmpty() ? "" : " " + Shown.of(reason))
                + (body.isBlank() ? "" : ": " + Shown.of(body.strip()));
        if (status / 100 == 2) {
            return new Outcome.Delivered(words);
        } else if (status == GONE) {
            return new Outcome.Gone(words);
        }
        Optional<Duration> wait =
                kind == TargetKind.TELEGRAM ? seconds(body) : retryAfter.flatMap(text -> wait(text.strip(), now));
        return new Outcome.Failed(words, wait.map(HttpAnswer::bounded));
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** The wait of a header Retry-After, a number of seconds or a date (RFC 9110, 10.2.3). */
    private static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, until)).filter(wait -> !wait.isNegative());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** The wait in an error of the Bot API of Telegram, which has no such header. */
    private static Optional<Duration> seconds(String body) {
        try {
            JsonNode wait = Json.read(body.getBytes(StandardCharsets.UTF_8))
                    .path("parameters")
                    .path("retry_after");
            return wait.isIntegralNumber() && wait.asLong() >= 0
                    ? Optional.of(Duration.ofSeconds(Math.min(wait.asLong(), LONGEST_WAIT.toSeconds())))
                    : Optional.empty();
        } catch (InvalidInput other) {
            return Optional.empty();
        }
    }
}
