package io.meproc.json;

import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.CronSyntaxException;
import io.meproc.task.cron.Patterns;
import io.meproc.task.cron.Trigger;
import java.util.ArrayList;
import java.util.List;

/** Parses cron patterns and checks that each fires at all. */
public final class CronField {
    private static final String INVALID = "Invalid cron format";
    private static final String FORM = "five fields: minute, hour, day of month, month, day of week";

    static final String PATTERNS = "a cron pattern of five fields, or a list of 1 to " + Patterns.MOST + " of them";

    private CronField() {}

    /** Parses one pattern, or a list of them; fails like {@link #read(String, String)}. */
    public static Trigger read(Sent sent) throws InvalidInput {
        if (!sent.value().isArray()) {
            return read(sent.place(), sent.text(PATTERNS));
        }
        List<CronPattern> patterns = new ArrayList<>();
        for (Sent each : sent.elements(PATTERNS, Patterns.MOST)) {
            patterns.add(read(each.place(), each.text(PATTERNS)));
        }
        return patterns.size() == 1 ? patterns.get(0) : new Patterns(patterns);
    }

    /**
     * Parses {@code text}; fails for an invalid pattern and for one that never fires.
     *
     * @param field the name of the field or parameter, for the error
     */
    public static CronPattern read(String field, String text) throws InvalidInput {
        CronPattern pattern;
        try {
            pattern = CronPattern.parse(text);
        } catch (CronSyntaxException malformed) {
            throw InvalidInput.original(INVALID, field, String.valueOf(malformed.getMessage()), FORM);
        }
        if (!pattern.fires()) {
            throw InvalidInput.original(
                    INVALID, field, "'" + Shown.of(text) + "' never fires, there is no such day", FORM);
        }
        return pattern;
    }
}
