package io.meproc.hook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to the sender of notifications. */
public sealed interface HookRequest {

    /** Requests the targets of the settings; replied to with {@link All}. */
    record Targets() implements HookRequest {}

    /** Sends a trial notification to a target of the settings; replied to with {@link Trial}, or null for an unknown one. */
    record Try(String target) implements HookRequest {}

    /**
     * Requests to send what is due before the service ends; replied to with null when nothing is due any more, at the latest
     * after 5 s.
     */
    record Finish() implements HookRequest {}

    /** Attempts due notifications now, also those of targets that failed recently; replied to with null. */
    record Wake() implements HookRequest {}

    /**
     * A target of the settings.
     *
     * @param place its address without credentials
     * @param retryAt when the next attempt may be made after failed ones; null without any
     * @param error the words of the last attempt if that failed; null if it did not
     */
    record TargetState(
            String name,
            String kind,
            String place,
            @Nullable Instant retryAt,
            @Nullable String error) {}

    /**
     * The outcome of a trial.
     *
     * @param words the answer of the target, or why there was none
     * @param millis the length of the attempt
     */
    record Trial(boolean delivered, String words, long millis) {}

    /** The targets of the settings. */
    record All(List<TargetState> targets) {
        public All {
            targets = List.copyOf(targets);
        }
    }
}
