package io.meproc.task.update;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to an update after a new process has failed. */
public enum OnFailure {
    /** The definition from before the update comes back. A restart, which has no other definition, ends. */
    ROLLBACK,
    /** The update ends. Processes that were not replaced yet stay, and the new definition too. */
    PAUSE,
    /** The other processes are replaced all the same. */
    GO_ON;

    /** The name of the value in requests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<OnFailure> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(OnFailure::word).toList();
    }
}
