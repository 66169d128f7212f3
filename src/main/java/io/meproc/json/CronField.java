package io.meproc.json;

import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.CronSyntaxException;

/** Reads a cron pattern that fires some day. */
public final class CronField {
    private static final String INVALID = "Invalid cron format";
    private static final String FORM = "five fields: minute, hour, day of month, month, day of week";

    private CronField() {}

    /**
     * The pattern.
     *
     * @param field what it is called where it stood
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
