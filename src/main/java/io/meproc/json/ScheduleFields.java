package io.meproc.json;

import io.meproc.task.TaskType;
import io.meproc.task.cron.CatchUp;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses what happens after missed times of a cron pattern, and which success is expected. */
final class ScheduleFields {
    static final List<String> NAMES = List.of("missed", "missed_within", "missed_cap", "expect");

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern EXPECTATION = Pattern.compile("success within (\\S{1,20})");

    private final Fields fields;

    ScheduleFields(Fields fields) {
        this.fields = fields;
    }

    /** The text of an expectation. */
    static String expectation(Duration within) {
        return "success within " + DurationText.of(within);
    }

    CatchUp catchUp(TaskType type) throws InvalidInput {
        CatchUp read = new CatchUp(policy(), within(), cap());
        for (String name : NAMES.subList(0, NAMES.indexOf("expect"))) {
            Sent sent = fields.find(name);
            if (sent != null && type != TaskType.CRON) {
                throw sent.wrong("belongs to a task of the type 'cron', not '" + type.word() + "'");
            }
        }
        return read;
    }

    private CatchUp.Policy policy() throws InvalidInput {
        Sent sent = fields.find("missed");
        if (sent == null) {
            return CatchUp.DEFAULT.policy();
        }
        String allowed = "one of " + String.join(", ", CatchUp.Policy.words());
        return CatchUp.Policy.of(sent.text(allowed)).orElseThrow(() -> sent.unexpected(allowed));
    }

    private Duration within() throws InvalidInput {
        Sent sent = fields.find("missed_within");
        return sent == null ? CatchUp.DEFAULT.within() : sent.duration(CatchUp.LONGEST);
    }

    private int cap() throws InvalidInput {
        Sent sent = fields.find("missed_cap");
        return sent == null
                ? CatchUp.DEFAULT.most()
                : sent.integer(1, CatchUp.MAX_MOST, "an integer from 1 to " + CatchUp.MAX_MOST);
    }

    /** The longest time without a success; null if none is expected. */
    @Nullable
    Duration successWithin() throws InvalidInput {
        Sent sent = fields.find("expect");
        if (sent == null) {
            return null;
        }
        String allowed = "'success within' and a duration from 1ms to " + DurationText.of(LONGEST) + ", "
                + DurationText.FORM.replace("10s", "26h");
        Matcher parts = EXPECTATION.matcher(sent.text(allowed));
        if (!parts.matches()) {
            throw sent.unexpected(allowed);
        }
        return DurationText.parse(parts.group(1))
                .filter(within -> !within.isZero() && within.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> sent.unexpected(allowed));
    }
}
