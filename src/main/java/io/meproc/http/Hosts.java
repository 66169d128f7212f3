package io.meproc.http;

import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that this service answers to. */
final class Hosts {
    /** 127.1 is as good as 127.0.0.1, see inet_aton(3). A literal address can't be rebound. */
    private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127(\\.\\d{1,3}){1,3}");

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final String bound;
    private final Optional<String> publicHost;

    Hosts(String bound, Optional<String> publicHost) {
        this.bound = plain(bound);
        this.publicHost = publicHost.map(Hosts::plain);
    }

    /** Whether a request to {@code host} that arrived at {@code local} is meant for us. */
    boolean allow(String host, SocketAddress local) {
        String name = plain(host);
        return LOOPBACK_NAMES.contains(name)
                || LOOPBACK_IPV4.matcher(name).matches()
                || isPublic(name)
                || (WILDCARDS.contains(bound)
                        ? name.equals(plain(String.valueOf(local.hostAddress())))
                        : name.equals(bound));
    }

    boolean isPublic(String host) {
        return publicHost.filter(plain(host)::equals).isPresent();
    }

    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }
}
