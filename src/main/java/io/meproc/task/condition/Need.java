package io.meproc.task.condition;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A requirement, and what happens while it is not met.
 *
 * @param timeout how long a start waits before {@code onTimeout} applies, at most {@link #MAX_TIMEOUT}; null for no limit
 * @param onLoss what happens to a running task when the requirement is no longer met
 */
public record Need(Requirement requirement, @Nullable Duration timeout, OnTimeout onTimeout, OnLoss onLoss) {
    public static final Duration MAX_TIMEOUT = Duration.ofDays(7);

    /** A requirement without a time limit, whose loss changes nothing. */
    public Need(Requirement requirement) {
        this(requirement, null, OnTimeout.FAIL, OnLoss.NOTHING);
    }

    /** What happens to a start that has waited for too long. */
    public enum OnTimeout {
        /** The start fails. */
        FAIL,
        /** The task starts although the requirement is not met. */
        START,
        /** The task waits on; only the delay is reported. */
        WAIT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<OnTimeout> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word().equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(OnTimeout::word).toList();
        }
    }

    /** What happens to a running task when a requirement that was met no longer is. */
    public enum OnLoss {
        NOTHING,
        /** The task is stopped, and starts again when the requirement is met again. */
        STOP,
        /** The task runs on, and is restarted when the requirement is met again. */
        RESTART;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<OnLoss> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word().equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(OnLoss::word).toList();
        }
    }
}
