package io.meproc.task.command;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that the supervisor opens and holds, and that each process of a task gets as an open descriptor, see
 * sd_listen_fds(3).
 *
 * @param name the name in LISTEN_FDNAMES; null for none
 * @param address where it listens
 * @param backlog the most connections that wait to be accepted; the kernel may lower it to net.core.somaxconn
 * @param mode the permissions of the file of a Unix socket, 0 to 0777
 */
public record ListenSocket(@Nullable String name, Address address, int backlog, int mode) {
    public static final int MOST = 16;
    public static final int MAX_BACKLOG = 65_535;
    public static final int DEFAULT_BACKLOG = 4_096;
    public static final int DEFAULT_MODE = 0600;

    /** The longest path of a Unix socket in bytes, see unix(7). */
    public static final int LONGEST_PATH = 107;

    /** The pattern of a name, see sd_listen_fds(3). */
    public static final Pattern NAME = Pattern.compile("[!-9;-~]{1,64}");

    private static final long OVERHEAD_BYTES = 128;

    /** The address at which a socket listens. */
    public sealed interface Address {
        /** The text in requests. */
        String text();
    }

    /**
     * An address of the Internet Protocol.
     *
     * @param ip an address in digits, an IPv6 one without brackets
     */
    public record Tcp(String ip, int port) implements Address {
        @Override
        public String text() {
            return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
        }
    }

    /** The absolute path of a Unix socket. */
    public record Unix(String path) implements Address {
        @Override
        public String text() {
            return path;
        }
    }

    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}):([0-9]{1,5})");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9a-fA-F:.]{2,45})\\]:([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_OCTET = 255;

    /** Parses {@link Address#text}; empty if the text is no address. */
    public static Optional<Address> parse(String text) {
        if (text.startsWith("/")) {
            return Optional.of(new Unix(text));
        }
        Matcher four = IPV4.matcher(text);
        if (four.matches()) {
            return octets(four.group(1)) ? tcp(four.group(1), four.group(2)) : Optional.empty();
        }
        Matcher six = IPV6.matcher(text);
        return six.matches() && isIpv6(six.group(1))
                ? tcp(six.group(1).toLowerCase(Locale.ROOT), six.group(2))
                : Optional.empty();
    }

    /** Whether it is an IPv6 address; a text with colons is not looked up. */
    private static boolean isIpv6(String ip) {
        try {
            return ip.contains(":") && InetAddress.getByName(ip) instanceof Inet6Address;
        } catch (UnknownHostException invalid) {
            return false;
        }
    }

    private static boolean octets(String ip) {
        for (String octet : ip.split("\\.", -1)) {
            if (Integer.parseInt(octet) > MAX_OCTET || (octet.length() > 1 && octet.startsWith("0"))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Address> tcp(String ip, String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= MAX_PORT ? Optional.of(new Tcp(ip, port)) : Optional.empty();
    }

    long bytes() {
        return OVERHEAD_BYTES + Command.bytes(name) + Command.bytes(address.text());
    }
}
