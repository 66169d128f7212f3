package io.meproc.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be asked. */
public enum Verb {
    LIST("state", "health", "type", "q", "sort", "limit", "after"),
    GET,
    PUT("wait", "dryRun", "start"),
    PATCH("wait"),
    REMOVE("wait"),
    START("wait", "run"),
    STOP("wait"),
    RESTART("wait", "rolling"),
    RESET("wait"),
    SIGNAL("signal"),
    WHY,
    /** The last part of its name says what is done to each task that is selected. */
    BULK("action", "wait"),
    CRON,
    NODE,
    USAGE("task");

    private static final String SEPARATOR = " ";

    private final String parameters;

    Verb(String... parameters) {
        this.parameters = String.join(SEPARATOR, parameters);
    }

    /** The parameters that it has. */
    List<String> parameters() {
        return parameters.isEmpty() ? List.of() : List.of(parameters.split(SEPARATOR, -1));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether {@code word} names what can be done to many tasks at once. */
    public static boolean isForMany(String word) {
        return of(word).filter(Bulk.ACTIONS::contains).isPresent();
    }

    /** The verb that {@code word} names, in lower case. */
    public static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }
}
