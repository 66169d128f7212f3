package io.meproc.task.exit;

import java.time.Duration;
import java.util.Locale;

/**
 * The decision about a replica when its run ended.
 *
 * @param after the time from the end to the next start; zero without a start by policy
 * @param inARow the number of successive runs that ended at once or were not started, this one included
 */
public record Verdict(Kind kind, Duration after, int inARow) {
    /** The kinds of decisions. */
    public enum Kind {
        /** The restart policy starts it again. */
        RESTARTS("starts again by its policy"),
        /** A request starts it again, such as a restart. */
        STARTS("starts again, as requested"),
        /** It stays stopped until a request starts it. */
        STAYS_STOPPED("stays stopped, as requested"),
        /** It has run once. */
        RUNS_ONCE("is not started again, since it runs once"),
        /** Its start has waited for too long, and was given up. */
        GIVEN_UP("is not started, since it has waited for too long"),
        /** It starts when its pattern is due. */
        WAITS_FOR_FIRE("is started again when it is due"),
        /** It ended with success, and its restart policy restarts failures only. */
        SUCCEEDED("is not started again, since it succeeded"),
        /** Its exit status prevents a restart. */
        PREVENTED("is not started again, since its restart policy prevents that after this exit status"),
        /** Its restart policy restarts nothing. */
        NOT_RESTARTED("is not started again, since its restart policy is 'never'"),
        /** It has ended too often. */
        LIMIT_REACHED("is not started again, since its restart policy gives up"),
        /** It is not started while the service shuts down. */
        SHUTTING_DOWN("is not started again, since Meproc is shutting down");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** A phrase whose subject is the replica. */
        public String words() {
            return words;
        }
    }

    /** A sentence whose subject is the replica: {@code starts again by its policy after 3.0 s}. */
    public String words() {
        return kind == Kind.RESTARTS
                ? kind.words() + String.format(Locale.ROOT, " after %.1f s", after.toMillis() / 1e3)
                : kind.words();
    }

    /** A decision without a start by policy. */
    public static Verdict of(Kind kind, int inARow) {
        return new Verdict(kind, Duration.ZERO, inARow);
    }
}
