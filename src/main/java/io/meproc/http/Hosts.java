package io.meproc.http;

import io.netty.util.NetUtil;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host names and addresses that requests may be sent to: the loopback names, the address that the service listens
 * on, the address at which the request arrived, and the public names. An address, unlike a name, can't be rebound.
 */
final class Hosts {
    private static final String LOCAL_NAME = "localhost";

    /** Short forms of loopback addresses such as 127.1, see inet_aton(3). */
    private static final Pattern SHORT_LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){1,2}");

    private final String bound;
    private final List<HostAndPort> names = new ArrayList<>();

    Hosts(String bound, PublicAddress reached) {
        this.bound = canonical(bound);
        reached.host().ifPresent(host -> names.add(HostAndPort.create(canonical(host), reached.port())));
        reached.names().forEach(name -> {
            HostAndPort parts = HostAndPort.parseAuthority(name, -1);
            names.add(HostAndPort.create(canonical(parts.host()), parts.port()));
        });
    }

    /** Whether a request to {@code host} that arrived at {@code local} is addressed to this service. */
    boolean allow(String host, SocketAddress local) {
        String name = canonical(host);
        return name.equals(LOCAL_NAME)
                || isLoopback(name)
                || names.stream().anyMatch(each -> each.host().equals(name))
                || name.equals(bound)
                || name.equals(canonical(String.valueOf(local.hostAddress())));
    }

    /** Whether an origin is one of the public addresses of this service. */
    boolean isPublic(URI origin) {
        String host = canonical(origin.getHost());
        int standard = standardPort(origin);
        int port = port(origin);
        return names.stream()
                .anyMatch(each -> each.host().equals(host) && port == (each.port() < 0 ? standard : each.port()));
    }

    /** Whether an origin is the host that a request is addressed to. */
    static boolean same(URI origin, HostAndPort authority) {
        int port = authority.port() < 0 ? standardPort(origin) : authority.port();
        return port(origin) == port && canonical(origin.getHost()).equals(canonical(authority.host()));
    }

    private static int port(URI origin) {
        return origin.getPort() < 0 ? standardPort(origin) : origin.getPort();
    }

    private static int standardPort(URI origin) {
        return "https".equals(origin.getScheme()) ? 443 : 80;
    }

    private static boolean isLoopback(String name) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        return address == null
                ? SHORT_LOOPBACK.matcher(name).matches()
                : address(address).isLoopbackAddress();
    }

    /** The canonical form of a host: an address can be written in several ways, and a name may end in a dot. */
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
