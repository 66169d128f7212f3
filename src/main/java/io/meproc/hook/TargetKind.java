package io.meproc.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of targets, each with its own form of a notification. */
public enum TargetKind {
    /** A POST request as in Standard Webhooks 1.0.0, see standardwebhooks.com. */
    WEBHOOK,
    /** A mail over SMTP. */
    MAIL,
    /** An incoming webhook of Slack, or of a service with the same interface. */
    SLACK,
    /** The method sendMessage of a Telegram bot. */
    TELEGRAM,
    /** A topic of an ntfy server. */
    NTFY;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TargetKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(TargetKind::word).toList();
    }
}
