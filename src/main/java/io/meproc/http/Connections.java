package io.meproc.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Limits the number of connections, and the time that a connection may stay without a complete request.
 *
 * <p>When the limit is reached, a new connection replaces the one that has been idle the longest among those of the
 * peer address with the most connections. So incomplete requests can't exclude other clients.
 *
 * <p>A connection is idle from its opening or its last answer until the next complete request, so a client that sends
 * a header byte by byte is idle. {@link Body} limits the time of bodies.
 */
final class Connections {
    private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private static final long SWEEP_MILLIS = 1_000;

    private static final class Use {
        private final String peer;
        private int requests;
        /** A value of {@link System#nanoTime}, so that connections opened within one millisecond have an order. */
        private long idleSince;

        Use(String peer) {
            this.peer = peer;
        }
    }

    private final IdentityHashMap<HttpConnection, Use> open = new IdentityHashMap<>();
    private final Map<String, Integer> byPeer = new HashMap<>();

    private final int most;
    private final long idleNanos;

    Connections(Vertx vertx, int most) {
        this(vertx, most, IDLE_MILLIS, SWEEP_MILLIS);
    }

    Connections(Vertx vertx, int most, long idleMillis, long sweepMillis) {
        this.most = most;
        this.idleNanos = TimeUnit.MILLISECONDS.toNanos(idleMillis);
        vertx.setPeriodic(sweepMillis, timer -> sweep());
    }

    void opened(HttpConnection connection) {
        if (open.size() >= most && !makeRoom()) {
            connection.close();
            return;
        }
        Use use = new Use(peer(connection));
        use.idleSince = System.nanoTime();
        open.put(connection, use);
        byPeer.merge(use.peer, 1, Integer::sum);
        connection.closeHandler(closed -> forget(connection));
    }

    private void forget(HttpConnection connection) {
        Use use = open.remove(connection);
        if (use != null) {
            byPeer.computeIfPresent(use.peer, (peer, count) -> count == 1 ? null : count - 1);
        }
    }

    private static String peer(HttpConnection connection) {
        SocketAddress address = connection.remoteAddress();
        return address == null ? "" : String.valueOf(address.hostAddress());
    }

    /** Closes the connection that has been idle the longest, of the peer address with the most connections. */
    private boolean makeRoom() {
        Optional<Map.Entry<HttpConnection, Use>> longest = open.entrySet().stream()
                .filter(entry -> entry.getValue().requests == 0)
                .min(Comparator.<Map.Entry<HttpConnection, Use>>comparingInt(
                                entry -> -byPeer.getOrDefault(entry.getValue().peer, 0))
                        .thenComparingLong(entry -> entry.getValue().idleSince));
        longest.ifPresent(entry -> {
            forget(entry.getKey());
            entry.getKey().close();
        });
        return longest.isPresent();
    }

    void busy(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.requests++;
            request.response().endHandler(ended -> {
                use.requests--;
                use.idleSince = System.nanoTime();
            });
        }
    }

    private void sweep() {
        long limit = System.nanoTime() - idleNanos;
        open.entrySet().stream()
                .filter(entry -> entry.getValue().requests == 0 && entry.getValue().idleSince < limit)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(HttpConnection::close);
    }
}
