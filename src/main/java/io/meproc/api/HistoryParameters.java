package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.exit.Cause;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of the calls that read the history, parsed strictly. */
final class HistoryParameters {
    static final int LONGEST_PAGE = 1_000;
    private static final int USUAL_PAGE = 100;
    private static final String TIME = "a time such as 2026-11-29T03:00:00Z";

    /** The cause of a run that has none yet. */
    static final String RUNNING = "running";

    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");

    private final Parameters parameters;

    HistoryParameters(Parameters parameters) {
        this.parameters = parameters;
    }

    int limit() throws InvalidInput {
        return (int) parameters.integer("limit", 1, LONGEST_PAGE, USUAL_PAGE);
    }

    @Nullable
    Integer replica() throws InvalidInput {
        long index = parameters.integer("replica", 0, Integer.MAX_VALUE, -1);
        return index < 0 ? null : (int) index;
    }

    /** The kinds of causes, or {@code running}; empty for all. */
    List<String> causes() throws InvalidInput {
        String sent = parameters.text("cause");
        if (sent == null) {
            return List.of();
        }
        List<String> causes = List.of(sent.split(",", -1));
        for (String cause : causes) {
            if (!cause.equals(RUNNING) && !Cause.KINDS.contains(cause)) {
                String allowed = "one or more of " + RUNNING + ", " + String.join(", ", Cause.KINDS)
                        + ", with commas between them";
                throw InvalidInput.query("cause", "expected " + allowed + ", got '" + Shown.of(cause) + "'", allowed);
            }
        }
        return causes;
    }

    @Nullable
    Boolean success() throws InvalidInput {
        return parameters.text("success") == null ? null : (Boolean) parameters.flag("success", true);
    }

    /** A time; null if it is missing. */
    @Nullable
    Instant time(String name) throws InvalidInput {
        String sent = parameters.text(name);
        try {
            return sent == null ? null : Instant.parse(sent);
        } catch (DateTimeException malformed) {
            throw InvalidInput.value(name, sent, TIME);
        }
    }

    /** The cursor of a page: {@code next} of the page before. */
    @Nullable
    String after() throws InvalidInput {
        String sent = parameters.text("after");
        if (sent != null && !CURSOR.matcher(sent).matches()) {
            throw InvalidInput.value("after", sent, "the next of the page before");
        }
        return sent;
    }
}
