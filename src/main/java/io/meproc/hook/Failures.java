package io.meproc.hook;

import io.meproc.json.Shown;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Descriptions of failed attempts. */
final class Failures {
    private Failures() {}

    private static String message(Throwable broken) {
        String message = broken.getMessage();
        return message == null ? broken.getClass().getSimpleName() : message;
    }

    /** @param millis the length of the attempt, for one that took too long */
    static String words(Throwable broken, long millis) {
        if (broken instanceof TimeoutException) {
            return "no answer within " + TimeUnit.MILLISECONDS.toSeconds(millis) + " s";
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
