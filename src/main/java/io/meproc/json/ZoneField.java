package io.meproc.json;

import java.time.DateTimeException;
import java.time.ZoneId;

/** Parses the name of a time zone. */
public final class ZoneField {
    private static final String ALLOWED = "the name of a time zone, such as Europe/Berlin or UTC";

    private ZoneField() {}

    public static ZoneId read(Sent sent) throws InvalidInput {
        try {
            return ZoneId.of(sent.text(ALLOWED));
        } catch (DateTimeException unknown) {
            throw sent.unexpected(ALLOWED);
        }
    }
}
