package io.meproc.json;

import io.meproc.task.TaskType;
import io.meproc.task.cron.At;
import io.meproc.task.cron.Every;
import io.meproc.task.cron.Trigger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what makes a task of the type cron fire: {@code cron}, {@code every} or {@code at}. */
final class TriggerFields {
    static final List<String> NAMES = List.of("cron", "every", "at");

    private static final String EVERY_MINUTE = "* * * * *";
    private static final String EVERY = "a duration from " + DurationText.of(Every.SHORTEST) + " to "
            + DurationText.of(Every.LONGEST) + ", " + DurationText.FORM.replace("10s", "15m");
    private static final String AT =
            "a time in ISO 8601 with its offset, such as 2027-01-31T09:00:00Z or 2027-01-31T09:00:00+01:00";

    /** The allowed values of each of the names. */
    private static final List<String> FORMS = List.of(CronField.PATTERNS, EVERY, AT);

    private final Fields fields;

    TriggerFields(Fields fields) {
        this.fields = fields;
    }

    /** The trigger; null unless the type is cron. */
    @Nullable
    Trigger trigger(TaskType type) throws InvalidInput {
        Sent only = null;
        for (String name : NAMES) {
            Sent sent = fields.find(name);
            if (sent != null && !sent.value().isArray()) {
                sent.text(FORMS.get(NAMES.indexOf(name)));
            }
            if (sent != null && type != TaskType.CRON) {
                throw InvalidInput.original(
                        "Type of cron job must be 'cron'",
                        sent.place(),
                        "is given, so type must be 'cron', not '" + type.word() + "'",
                        null);
            } else if (sent != null && only != null) {
                throw sent.wrong("excludes " + only.place() + "; give one of " + String.join(", ", NAMES));
            }
            only = sent == null ? only : sent;
        }
        if (type != TaskType.CRON) {
            return null;
        }
        return only == null ? CronField.read("cron", EVERY_MINUTE) : trigger(only);
    }

    private static Trigger trigger(Sent sent) throws InvalidInput {
        return switch (sent.place()) {
            case "every" -> every(sent);
            case "at" -> new At(instant(sent));
            default -> CronField.read(sent);
        };
    }

    private static Every every(Sent sent) throws InvalidInput {
        return DurationText.parse(sent.text(EVERY))
                .filter(length -> length.compareTo(Every.SHORTEST) >= 0 && length.compareTo(Every.LONGEST) <= 0)
                .map(Every::new)
                .orElseThrow(() -> sent.unexpected(EVERY));
    }

    private static Instant instant(Sent sent) throws InvalidInput {
        try {
            OffsetDateTime time = OffsetDateTime.parse(sent.text(AT));
            if (time.getYear() < 1970 || time.getYear() > 9999) {
                throw sent.wrong("is not in the years 1970 to 9999");
            }
            return Instant.ofEpochMilli(time.toInstant().toEpochMilli());
        } catch (DateTimeException malformed) {
            throw sent.unexpected(AT);
        }
    }
}
