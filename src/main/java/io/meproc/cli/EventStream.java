package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader of server-sent events (WHATWG HTML, 9.2). */
final class EventStream {
    /** An event, with the last id that the stream has sent. */
    record Event(String id, String name, JsonNode body) {}

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    /** The longest event in characters; a snapshot of 10,000 tasks has less than a third of it. */
    private static final int LONGEST_EVENT = 32 << 20;

    private final Reader text;
    private String id;
    private Duration retry = Duration.ofSeconds(1);

    EventStream(InputStream in, String lastId) {
        text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        id = lastId;
    }

    /** The last id, with which the client can resume. */
    String id() {
        return id;
    }

    /** The time to wait before the client reconnects. */
    Duration retry() {
        return retry;
    }

    /** The next event; empty at the end of the stream. */
    Optional<Event> next() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (data.length() + line.length() > LONGEST_EVENT) {
                throw tooLong();
            } else if (line.isEmpty()) {
                if (data.length() > 0) {
                    byte[] json = data.toString().getBytes(StandardCharsets.UTF_8);
                    return Optional.of(new Event(id, name, Json.read(json)));
                }
                name = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> name = value;
                case "data" -> data.append(data.length() == 0 ? "" : "\n").append(value);
                case "id" -> id = value;
                case "retry" -> retry(value);
                default -> {} // A comment, which the server sends to show that it is alive.
            }
        }
        return Optional.empty();
    }

    /** The next line without its end; null at the end of the stream. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = text.read(); letter != '\n'; letter = text.read()) {
            if (letter < 0) {
                return null;
            } else if (line.length() == LONGEST_EVENT) {
                throw tooLong();
            } else if (letter != '\r') {
                line.append((char) letter);
            }
        }
        return line.toString();
    }

    private static IOException tooLong() {
        return new IOException("an event of more than " + LONGEST_EVENT + " characters, more than a Meproc sends");
    }

    private void retry(String millis) {
        try {
            Duration asked = Duration.ofMillis(Long.parseLong(millis));
            retry = asked.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : asked;
        } catch (NumberFormatException strange) {
            retry = LONGEST_RETRY;
        }
    }
}
