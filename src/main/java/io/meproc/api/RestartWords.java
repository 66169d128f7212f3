package io.meproc.api;

import io.meproc.task.restart.RestartLimit;

/** Phrases about the restart policy. */
final class RestartWords {
    private RestartWords() {}

    /** {@code gave up: 5 ends within 1 min 0 s; a start or reset starts it again}. */
    static String limitReached(RestartLimit limit) {
        return "gave up: " + limit.ends() + (limit.ends() == 1 ? " end" : " ends") + " within "
                + Words.length(limit.within()) + "; a start or reset starts it again";
    }
}
