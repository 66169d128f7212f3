package io.meproc.task.restart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ends after which a replica is started again by its policy. */
public enum RestartMode {
    /** After every end that nobody requested. */
    ALWAYS,
    /** After a run that failed, and after a start that failed. */
    ON_FAILURE,
    NEVER;

    /** The name of the mode in requests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<RestartMode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(RestartMode::word).toList();
    }
}
