package io.meproc.probe;

import io.meproc.task.ProbeOrder;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/** The periodic checks. */
final class Checkers {
    /** Each probe has at most one connection, so that this bounds the probes of one address. */
    private static final int MOST_CONNECTIONS = 20_000;

    private static final int MOST_HEADERS = 64 << 10;

    private final Vertx vertx;
    private final HttpClient http;
    private final NetClient tcp;

    Checkers(Vertx vertx) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setMaxHeaderSize(MOST_HEADERS)
                        .setTrustAll(true)
                        .setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.tcp = vertx.createNetClient(new NetClientOptions());
    }

    Future<?> close() {
        return Future.join(http.close(), tcp.close());
    }

    Checker of(Probe probe, ProbeOrder.Begin order) {
        int index = order.run().replica().index();
        Check check = probe.check();
        if (check instanceof Check.Http request) {
            return new HttpChecker(
                    http, request, request.port().of(index), probe.timing().timeout());
        } else if (check instanceof Check.Tcp target) {
            return new TcpChecker(
                    tcp, target.host(), target.port().of(index), probe.timing().timeout());
        } else if (check instanceof Check.Exec exec) {
            return new ExecChecker(vertx, order, exec.program(), probe.timing().timeout());
        }
        throw new IllegalArgumentException("a check that is not periodic: " + check);
    }
}
