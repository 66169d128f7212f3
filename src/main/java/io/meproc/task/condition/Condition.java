package io.meproc.task.condition;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A state of another task.
 *
 * @param within how long ago the end of the run may be, at most {@link #MAX_WITHIN}; null for any age, and for a kind that is
 * not about an end
 */
public record Condition(
        Subject subject, Kind kind, @Nullable Duration within) implements Requirement {
    public static final Duration MAX_WITHIN = Duration.ofDays(366);

    public Condition(Subject subject, Kind kind) {
        this(subject, kind, null);
    }

    public Condition {
        if (within != null && !kind.ended()) {
            throw new IllegalArgumentException("within: " + kind);
        }
    }

    /** The states that a condition can require. */
    public enum Kind {
        /** A process of it runs. */
        STARTED("started", "to be started"),
        /** A process of it runs and is ready. */
        READY("ready", "to be ready"),
        /** It rests, and its last run has ended in any way. */
        COMPLETED("completed", "to complete"),
        /** It rests, and its last run ended with success. */
        SUCCEEDED("succeeded", "to succeed"),
        /** It rests, and its last run failed. */
        FAILED("failed", "to fail"),
        /** No process of it lives, and no start of it is due. */
        NOT_RUNNING("not-running", "not to run");

        private final String word;
        private final String infinitive;

        Kind(String word, String infinitive) {
            this.word = word;
            this.infinitive = infinitive;
        }

        /** The name of the value in requests. */
        public String word() {
            return word;
        }

        /** Whether it is about the end of a run, and so can't be lost while another task runs. */
        public boolean ended() {
            return this == COMPLETED || this == SUCCEEDED || this == FAILED;
        }

        /** Whether the other task has to run while this one does, so that it is stopped after it. */
        public boolean up() {
            return this == STARTED || this == READY;
        }

        public static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word.equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Kind::word).toList();
        }
    }

    /** The name of the other task. */
    public String task() {
        return subject.task();
    }

    @Override
    public Stream<Condition> conditions() {
        return Stream.of(this);
    }

    @Override
    public String words() {
        return subject.words() + " " + kind.infinitive
                + (within == null ? "" : " (in the last " + seconds(within) + ")");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
