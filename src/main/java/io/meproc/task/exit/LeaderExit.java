package io.meproc.task.exit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The treatment of the other processes of a run whose leader ends by itself. */
public enum LeaderExit {
    /** They are stopped, and the run ends. */
    STOP_GROUP,
    /** The run lasts until the last of them has ended. */
    WAIT,
    /** They are released: the run ends, and they live on unsupervised. */
    LEAVE;

    /** The name of the policy in requests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<LeaderExit> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(LeaderExit::word).toList();
    }
}
