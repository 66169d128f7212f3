package io.meproc.task.cron;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The policy for times of a pattern that were missed, because the service did not run, was suspended, or the clock was set
 * forward.
 *
 * @param within only times that were missed for no longer than this are caught up
 * @param most the most starts that catch up
 */
public record CatchUp(Policy policy, Duration within, int most) {
    public static final CatchUp DEFAULT = new CatchUp(Policy.ONCE, Duration.ofHours(1), 10);
    public static final Duration LONGEST = Duration.ofDays(366);
    public static final int MAX_MOST = 100;

    /** How many of the missed times are caught up. */
    public enum Policy {
        SKIP,
        /** One start stands for all of them. */
        ONCE,
        /** A start for each, one after the other. */
        ALL;

        public static List<String> words() {
            return Arrays.stream(values()).map(Policy::word).toList();
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The policy with the name {@code word}, in lower case. */
        public static Optional<Policy> of(String word) {
            return Arrays.stream(values())
                    .filter(policy -> policy.word().equals(word))
                    .findFirst();
        }
    }

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    /** The most starts that catch up, by policy and limit. */
    public int starts() {
        return switch (policy) {
            case SKIP -> 0;
            case ONCE -> 1;
            case ALL -> most;
        };
    }
}
