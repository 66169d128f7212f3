package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * What a replica executes, and as whom.
 *
 * @param line handed to {@code /bin/sh -c}
 * @param user the account that the process runs under; null for the supervisor's own
 * @param group its primary group; null for the user's own
 */
public record Command(
        String line, @Nullable String user, @Nullable String group) {

    /** Whether the process runs under another account or group than it would inherit. */
    public boolean switchesAccount() {
        return user != null || group != null;
    }
}
