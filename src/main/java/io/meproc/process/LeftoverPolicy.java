package io.meproc.process;

import java.util.Locale;

/** What is done about processes that an earlier Meproc on the same data directory has left running. */
public enum LeftoverPolicy {
    /** No process of a task is started while old ones of it live. */
    REFUSE("none of their tasks is started before they have ended"),
    /** They are ended, by SIGTERM and ten seconds later by SIGKILL; until then as {@link #REFUSE}. */
    END("they are ended, and their tasks are started afterwards"),
    /** Their tasks are started beside them. */
    IGNORE("their tasks are started beside them");

    private final String meaning;

    LeftoverPolicy(String meaning) {
        this.meaning = meaning;
    }

    /** As the configuration has it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it comes to, for the operator's eyes. */
    String meaning() {
        return meaning;
    }
}
