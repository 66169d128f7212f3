package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Formats instants in the local time zone. A class of its own, since the first use of a zone costs 50 ms of a start.
 */
final class WallTime {
    private static final Pattern UTC = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private final ZoneId zone = ZoneId.systemDefault();
    private final DateTimeFormatter format;

    WallTime(String pattern) {
        format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** Replaces the UTC times of RFC 3339 in a text by local times. */
    String within(String text) {
        return UTC.matcher(text).replaceAll(time -> of(Json.NODES.textNode(time.group())));
    }

    /** Formats a time; any other text stays unchanged. */
    String of(JsonNode time) {
        try {
            return format.format(ZonedDateTime.ofInstant(Instant.parse(time.asText()), zone));
        } catch (DateTimeException none) {
            return time.asText("");
        }
    }
}
