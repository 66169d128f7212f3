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
    /** They are released: the run ends, and they live on until an operator ends them. */
    RELEASE;

    /** The word for {@link #RELEASE} in definitions and environments that an earlier version wrote. */
    private static final String LEAVE = "leave";

    /** The name of the policy in requests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<LeaderExit> of(String word) {
        String known = word.equals(LEAVE) ? RELEASE.word() : word;
        return Arrays.stream(values()).filter(each -> each.word().equals(known)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(LeaderExit::word).toList();
    }
}
