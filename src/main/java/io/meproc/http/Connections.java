package io.meproc.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the connections: their number, and how long one may sit there without a whole request.
 *
 * <p>A client that sends a header a byte at a time is as idle as one that sends nothing: what counts is the
 * time since the connection opened or last had its answer. Bodies are bounded by {@link Body}.
 */
final class Connections {
    private static final int MOST = 4_096;
    private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private static final long SWEEP_MILLIS = 1_000;

    private static final class Use {
        private int requests;
        private long idleSince;
    }

    private final IdentityHashMap<HttpConnection, Use> open = new IdentityHashMap<>();

    private final int most;
    private final long idleMillis;

    Connections(Vertx vertx) {
        this(vertx, MOST, IDLE_MILLIS, SWEEP_MILLIS);
    }

    Connections(Vertx vertx, int most, long idleMillis, long sweepMillis) {
        this.most = most;
        this.idleMillis = idleMillis;
        vertx.setPeriodic(sweepMillis, timer -> sweep());
    }

    void opened(HttpConnection connection) {
        if (open.size() >= most) {
            connection.close();
            return;
        }
        Use use = new Use();
        use.idleSince = millis();
        open.put(connection, use);
        connection.closeHandler(closed -> open.remove(connection));
    }

    void busy(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.requests++;
            request.response().endHandler(ended -> {
                use.requests--;
                use.idleSince = millis();
            });
        }
    }

    private void sweep() {
        long limit = millis() - idleMillis;
        open.entrySet().stream()
                .filter(entry -> entry.getValue().requests == 0 && entry.getValue().idleSince < limit)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(HttpConnection::close);
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
