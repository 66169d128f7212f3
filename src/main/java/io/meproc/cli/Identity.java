package io.meproc.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The identity that the client claims in its requests: the user and the name of the machine. */
final class Identity {
    static final String HEADER = "Meproc-Requester";

    /** The limit of the service. */
    private static final int MOST_LETTERS = 128;

    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    private Identity() {}

    /** The name of the user, and that of the machine if it can be read: {@code ops@web1}. */
    static String ofProcess() {
        return printable(System.getProperty("user.name", "?") + host());
    }

    /** Replaces characters that a header doesn't allow. */
    static String printable(String identity) {
        String letters = identity.replaceAll("[^!-~]", "?");
        return letters.substring(0, Math.min(MOST_LETTERS, letters.length()));
    }

    private static String host() {
        try {
            return "@" + Files.readString(HOST, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }
}
