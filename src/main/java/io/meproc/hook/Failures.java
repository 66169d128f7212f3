package io.meproc.hook;

import io.meproc.json.Shown;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Descriptions of failed attempts. */
final class Failures {
    private Failures() {}

    private static String message(Throwable broken) {
        String message = broken.getMessage();
        return message == null ? broken.getClass().getSimpleName() : message;
    }

    /** @param limit the longest attempt, for one that took too long */
    static String words(Throwable broken, Duration limit) {
        if (broken instanceof TimeoutException) {
            return "no answer within " + limit.toMillis() / 1e3 + " s";
        } else if (broken instanceof UnknownHostException) {
            return "unknown host: " + Shown.of(String.valueOf(broken.getMessage()));
        } else if (broken instanceof ConnectException) {
            return Shown.of(String.valueOf(broken.getMessage()));
        }
        Throwable root = broken;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = message(broken);
        // Of an encrypted connection, only the root names the reason.
        return Shown.of(message) + (root == broken ? "" : ": " + Shown.of(message(root)));
    }
}
