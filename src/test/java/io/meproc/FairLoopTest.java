package io.meproc;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairLoopTest {
    private static final Duration TURN = Duration.ofMillis(30);
    private static final int ROUND_TRIPS = 100;

    private final MeasuredTransport loops = new MeasuredTransport();
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .withTransport(loops)
            .build();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void close() {
        over.set(true);
        done(vertx.close());
    }

    /** As a call about ten thousand tasks does, in small steps. */
    private void chain() {
        if (!over.get()) {
            vertx.runOnContext(turn -> chain());
        }
    }

    @Test
    void socketsAreServedWhileTasksQueueMoreTasksWithoutEnd() throws Exception {
        int port = done(vertx.createNetServer()
                        .connectHandler(socket -> socket.handler(socket::write))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        vertx.runOnContext(turn -> chain());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setTcpNoDelay(true);
            InputStream in = client.getInputStream();
            echo(client, in);
            loops.reset();
            for (int i = 0; i < ROUND_TRIPS; i++) {
                echo(client, in);
            }
        }
        assertThat(loops.longestRound()).isLessThan(TURN);
    }

    private static void echo(Socket client, InputStream in) throws Exception {
        client.getOutputStream().write('x');
        assertThat(in.read()).isEqualTo('x');
    }

    @Test
    void whatIsQueuedAtTheEndIsDone() {
        AtomicBoolean did = new AtomicBoolean();
        Future<Void> closed = Future.future(promise -> vertx.runOnContext(turn -> {
            vertx.runOnContext(next -> did.set(true));
            vertx.close().onComplete(promise);
        }));
        done(closed);
        assertThat(did).isTrue();
    }
}
