package io.meproc.json;

import io.meproc.task.probe.Check;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the host of a probe, which is never looked up in the DNS. */
final class HostField {
    private static final String ALLOWED = "localhost, or an IPv4 or IPv6 address";
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private HostField() {}

    static String read(@Nullable Sent sent) throws InvalidInput {
        if (sent == null) {
            return Check.Tcp.LOOPBACK;
        }
        String host = sent.text(ALLOWED);
        if (!isHost(host)) {
            throw sent.unexpected(ALLOWED);
        }
        return host;
    }

    static boolean isHost(String host) {
        if (host.equals("localhost") || IPV4.matcher(host).matches()) {
            return true;
        }
        try {
            // A text with a colon is an address or invalid, and never a name.
            return host.contains(":") && IPV6.matcher(host).matches() && InetAddress.getByName(host) != null;
        } catch (UnknownHostException malformed) {
            return false;
        }
    }
}
