package io.meproc.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The decision of an operator about a process that an earlier service process left. */
public enum LeftoverDecision {
    /** It is tracked as the leader of its run again. */
    ADOPT,
    /** It is no longer listed, and no longer prevents a start, until the next start of the service. */
    FORGET,
    /** It is sent SIGTERM, and SIGKILL after 10 s. */
    END;

    /** The name in requests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LeftoverDecision> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
