package io.meproc.process;

import java.util.Locale;

/** The policy for processes that an earlier Meproc with the same data directory left running. */
public enum LeftoverPolicy {
    /** No process of a task is started while its old ones live. */
    REFUSE("none of their tasks is started before they have ended"),
    /** They are ended, by SIGTERM and 10 s later by SIGKILL; until then as {@link #REFUSE}. */
    END("they are ended, and their tasks are started afterwards"),
    /** Their tasks are started beside them. */
    IGNORE("their tasks are started beside them");

    private final String meaning;

    LeftoverPolicy(String meaning) {
        this.meaning = meaning;
    }

    /** The name of the policy in the configuration. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The effect of the policy, for messages. */
    String meaning() {
        return meaning;
    }
}
