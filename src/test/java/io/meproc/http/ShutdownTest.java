package io.meproc.http;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.StandInStore;
import io.meproc.bus.PassThroughCodec;
import io.meproc.supervisor.SupervisorVerticle;
import io.meproc.task.Bounds;
import io.meproc.task.Rules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is left without an answer when the service ends. */
class ShutdownTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path logs;

    @Test
    void whoWaitsIsToldThatTheServiceEnds() throws Exception {
        try (Service service = new Service(logs);
                Wire waiting = new Wire(service.port());
                Wire idle = new Wire(service.port())) {
            Api api = new Api(service.port());
            api.start("a", "trap '' TERM; sleep 1000");
            waiting.send("DELETE /proc?name=a HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().atMost(PATIENCE).until(() -> "stopping".equals(api.task("a").getString("state")));
            Future<Void> undeployed = service.undeployNext();
            Reply reply = waiting.read();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.message()).isEqualTo("Shutting down");
            assertThat(waiting.endsHere()).isTrue();
            assertThat(idle.endsHere()).isTrue();
            done(undeployed);
        }
    }

    @Test
    void aChangeThatComesWhenTheSupervisorIsGoneIsRefusedAndReadingGoesOn() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            PassThroughCodec.install(vertx);
            done(StandInStore.open(vertx));
            Rules rules = Rules.in(ZoneOffset.UTC, Bounds.DEFAULT, Rules.NODE);
            String supervisor = done(vertx.deployVerticle(new SupervisorVerticle(rules, Clock.systemUTC())));
            HttpVerticle http = new HttpVerticle(
                    new HttpSettings("127.0.0.1", 0, PublicAddress.NONE, ZoneOffset.UTC), HttpLimits.ofHeap());
            done(vertx.deployVerticle(http));
            done(vertx.undeploy(supervisor));
            String task = Api.task("a", "true").encode();
            for (byte[] request : new byte[][] {
                request("PUT", "/proc", task),
                request("POST", "/proc?name=a", ""),
                request("DELETE", "/proc?name=a", "")
            }) {
                Reply reply = Wire.ask(http.port(), request);
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.message()).isEqualTo("Shutting down");
                assertThat(reply.detail()).isNotEmpty();
            }
            assertThat(Wire.ask(http.port(), request("GET", "/proc", "")).status())
                    .isEqualTo(200);
        } finally {
            done(vertx.close());
        }
    }

    private static byte[] request(String method, String target, String body) {
        return Wire.request(
                method, target, "Host: localhost\r\n", body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
