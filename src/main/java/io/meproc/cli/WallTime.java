package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Points in time by the clock on the wall here. Its own class, since the first zone costs 50 ms of a start. */
final class WallTime {
    private static final Pattern UTC = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private final ZoneId zone = ZoneId.systemDefault();
    private final DateTimeFormatter format;

    WallTime(String pattern) {
        format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** The text with the times in it, written as RFC 3339 has them in UTC, as they are here. */
    String within(String text) {
        return UTC.matcher(text).replaceAll(time -> of(Json.NODES.textNode(time.group())));
    }

    /** What is no time stays as it is. */
    String of(JsonNode time) {
        try {
            return format.format(ZonedDateTime.ofInstant(Instant.parse(time.asText()), zone));
        } catch (DateTimeException none) {
            return time.asText("");
        }
    }
}
