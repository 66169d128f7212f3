package io.meproc.http;

import java.util.List;
import java.util.Optional;

/**
 * How browsers reach the service through a proxy or address translation.
 *
 * @param host a name or address that goes with {@code port}
 * @param names more of them, each a host for the default ports of http and https or a host and a port
 * @param path what the path of every address begins with, such as {@code /meproc}; empty for nothing
 */
public record PublicAddress(Optional<String> host, int port, List<String> names, String path) {
    static final PublicAddress NONE = new PublicAddress(Optional.empty(), 1, List.of(), "");
}
