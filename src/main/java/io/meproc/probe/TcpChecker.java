package io.meproc.probe;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** Connects to a port, and closes the connection at once. */
final class TcpChecker implements Checker {
    private final NetClient client;
    private final String host;
    private final int port;
    private final int timeout;

    TcpChecker(NetClient client, String host, int port, Duration timeout) {
        this.client = client;
        this.host = host;
        this.port = port;
        this.timeout = (int) timeout.toMillis();
    }

    @Override
    public String words() {
        return "TCP " + host + ":" + port;
    }

    @Override
    public Attempt begin() {
        Future<NetSocket> connecting =
                client.connect(new ConnectOptions().setHost(host).setPort(port).setTimeout(timeout));
        Promise<Finding> found = Promise.promise();
        connecting.onComplete(done -> {
            if (done.succeeded()) {
                done.result().close();
                found.tryComplete(Finding.passed(words() + ": connected"));
            } else {
                found.tryFail(done.cause());
            }
        });
        return new Attempt() {
            @Override
            public Future<Finding> finding() {
                return found.future();
            }

            @Override
            public Future<Void> abort() {
                // It times out at the same time, and is closed if it succeeds at the last moment.
                return connecting.<Void>mapEmpty().otherwiseEmpty();
            }
        };
    }
}
