package io.meproc.task.condition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that a condition is about: {@code db} for the task as a whole, {@code db:0} for one replica, {@code db:*} for
 * each of them.
 *
 * @param index null unless it is one replica
 */
public record Subject(String task, @Nullable Integer index, boolean every) {
    private static final Pattern TEXT = Pattern.compile("([^:]+)(?::(\\*|0|[1-9][0-9]{0,3}))?");

    /** The task as a whole. */
    public static Subject task(String name) {
        return new Subject(name, null, false);
    }

    /** Parses {@link #text}; the name is not checked. */
    public static Optional<Subject> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String which = parts.group(2);
        boolean every = "*".equals(which);
        return Optional.of(new Subject(parts.group(1), which == null || every ? null : Integer.valueOf(which), every));
    }

    public String text() {
        return task + (every ? ":*" : index == null ? "" : ":" + index);
    }

    String words() {
        return every ? "every replica of " + task : text();
    }
}
