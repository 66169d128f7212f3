package io.meproc.hook;

import java.time.Duration;
import java.util.Optional;

/** The outcome of an attempt to send a notification; {@code words} describes it for people, without secrets. */
sealed interface Outcome {
    String words();

    /** The target has accepted it. */
    record Delivered(String words) implements Outcome {}

    /**
     * The target did not accept it.
     *
     * @param retryAfter the wait that the target demands before the next attempt
     */
    record Failed(String words, Optional<Duration> retryAfter) implements Outcome {
        Failed(String words) {
            this(words, Optional.empty());
        }
    }

    /** The target refuses all further notifications. */
    record Gone(String words) implements Outcome {}

    /** No attempt can succeed before the settings change. */
    record Impossible(String words) implements Outcome {}
}
