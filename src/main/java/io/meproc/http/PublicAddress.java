package io.meproc.http;

import java.util.List;
import java.util.Optional;

/**
 * The addresses by which browsers reach the service through a proxy or address translation.
 *
 * @param host a name or address that belongs to {@code port}
 * @param names more addresses, each a host with the default port of http or https, or a host and a port
 * @param path the prefix of every path, such as {@code /meproc}; empty for none
 */
public record PublicAddress(Optional<String> host, int port, List<String> names, String path) {
    static final PublicAddress NONE = new PublicAddress(Optional.empty(), 1, List.of(), "");
}
