package io.meproc.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a time in the past: an age such as {@code 2h}, a local date, a local date and time, or an instant. */
final class PastTime {
    static final String FORMS = "an age such as 90s, 15m, 2h or 3d, or a time such as 2026-11-29 or 2026-11-29T03:00";

    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private PastTime() {}

    /** The value of an option as the service accepts it; empty if the option is missing. */
    static String of(Invocation call, String option) throws Failure {
        String text = call.value(option);
        if (text.isEmpty()) {
            return "";
        }
        Matcher age = AGE.matcher(text);
        if (age.matches()) {
            Duration span = UNITS.getOrDefault(age.group(2), Duration.ZERO).multipliedBy(Long.parseLong(age.group(1)));
            return call.clock().instant().minus(span).toString();
        }
        try {
            return time(text).toString();
        } catch (DateTimeException wrong) {
            throw call.misused(option + ": '" + text + "' is not " + FORMS);
        }
    }

    private static Instant time(String text) {
        if (text.endsWith("Z")) {
            return Instant.parse(text);
        } else if (text.contains("T")) {
            return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
        }
        return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    }
}
