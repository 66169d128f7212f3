package io.meproc.task.exit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the other processes of a run whose first process ends by itself. */
public enum LeaderExit {
    /** They are stopped, and the run is over. */
    STOP_GROUP,
    /** The run goes on until the last of them has ended. */
    WAIT,
    /** They are released: the run is over, and they go on without anybody who watches or ends them. */
    LEAVE;

    /** The word for it in requests. */
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
