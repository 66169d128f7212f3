package io.meproc.json;

import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.CronSyntaxException;

/** Parses a cron pattern and checks that it fires at all. */
public final class CronField {
    private static final String INVALID = "Invalid cron format";
    private static final String FORM = "five fields: minute, hour, day of month, month, day of week";

    private CronField() {}

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
