package io.meproc.task.cron;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens to a start of a task of which an earlier run is not over.
 *
 * @param most the most runs that wait, for {@link Kind#QUEUE}; the most that run at once, for {@link Kind#ALLOW}; 1 for the
 * others
 */
public record Overlap(Kind kind, int most) {
    public static final Overlap SKIP = new Overlap(Kind.SKIP, 1);
    public static final int MOST = 100;
    public static final String RULE = "one of skip, queue, queue(1) to queue(100), replace, allow(2) to allow(100)";

    private static final Pattern TEXT = Pattern.compile("(skip|queue|replace|allow)(?:\\(([0-9]{1,4})\\))?");

    /** The kinds of overlap policies. */
    public enum Kind {
        /** The start is skipped. */
        SKIP,
        /** The start waits until the earlier run is over. */
        QUEUE,
        /** The earlier run is stopped first. */
        REPLACE,
        /** Another replica runs beside the earlier run. */
        ALLOW
    }

    /** The policy that {@link #text} has written; empty if it is none. */
    public static Optional<Overlap> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String count = parts.group(2);
        int most = count == null ? 1 : Integer.parseInt(count);
        return switch (parts.group(1)) {
            case "skip" -> Optional.of(SKIP).filter(none -> count == null);
            case "replace" -> Optional.of(new Overlap(Kind.REPLACE, 1)).filter(none -> count == null);
            case "queue" -> Optional.of(new Overlap(Kind.QUEUE, most)).filter(none -> most >= 1 && most <= MOST);
            default -> Optional.of(new Overlap(Kind.ALLOW, most)).filter(none -> most >= 2 && most <= MOST);
        };
    }

    /** The form of a request body. */
    public String text() {
        return switch (kind) {
            case SKIP -> "skip";
            case REPLACE -> "replace";
            case QUEUE -> "queue(" + most + ")";
            case ALLOW -> "allow(" + most + ")";
        };
    }

    /** Whether each replica runs for a fire of its own. */
    public boolean slots() {
        return kind == Kind.ALLOW;
    }
}
