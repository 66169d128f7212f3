package io.meproc.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The name of a node: what is allowed, and the default, which is the name of the host. */
final class NodeName {
    static final String ALLOWED =
            "1 to 64 letters (a to z, A to Z), digits, '.', '_' and '-', the first a letter or a digit";

    /** ASCII only and without a slash, since a node name becomes part of paths and of other programs' keys. */
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Linux; reading it needs no name service, which {@link InetAddress} may wait for. */
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private static final String UNNAMED = "localhost";

    private NodeName() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** The host name; {@code localhost} if that is unknown or not a valid node name. */
    static String ofThisMachine() {
        return validOr(hostName());
    }

    static String validOr(String hostName) {
        return isValid(hostName) ? hostName : UNNAMED;
    }

    private static String hostName() {
        try {
            return Files.exists(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException unreadable) {
            return UNNAMED;
        }
    }
}
