package io.meproc.http;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names that this service answers to: this machine's own, the address it listens on, the one that the
 * request came in by, and the public one. An address can't be rebound, as a name can.
 */
final class Hosts {
    private static final String LOCAL_NAME = "localhost";

    /** 127.1 is as good as 127.0.0.1, see inet_aton(3). */
    private static final Pattern SHORT_LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){1,2}");

    private final String bound;
    private final Optional<String> publicHost;

    Hosts(String bound, Optional<String> publicHost) {
        this.bound = canonical(bound);
        this.publicHost = publicHost.map(Hosts::canonical);
    }

    /** Whether a request to {@code host} that arrived at {@code local} is meant for us. */
    boolean allow(String host, SocketAddress local) {
        String name = canonical(host);
        return name.equals(LOCAL_NAME)
                || isLoopback(name)
                || isPublic(name)
                || name.equals(bound)
                || name.equals(canonical(String.valueOf(local.hostAddress())));
    }

    boolean isPublic(String host) {
        return publicHost.filter(canonical(host)::equals).isPresent();
    }

    static boolean same(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    private static boolean isLoopback(String name) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        return address == null
                ? SHORT_LOOPBACK.matcher(name).matches()
                : address(address).isLoopbackAddress();
    }

    /** One way of writing for each host: an address has several, and a name may end in a dot. */
    private static String canonical(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        if (address != null) {
            return address(address).getHostAddress();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
