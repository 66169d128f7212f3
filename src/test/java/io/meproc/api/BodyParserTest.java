package io.meproc.api;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where bodies are read. */
class BodyParserTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() {
        done(vertx.close());
    }

    private String thread(String body) {
        BodyParser parsing = new BodyParser(vertx);
        return done(Future.future(name -> vertx.runOnContext(turn -> parsing.read(
                        Buffer.buffer(body), bytes -> Thread.currentThread().getName())
                .onComplete(name))));
    }

    @Test
    void aSmallBodyIsReadAtOnce() {
        assertThat(thread("{\"cmd\":\"true\",\"type\":\"once\"}")).contains("eventloop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cron\":\"0 0 30 2 *\"}", "{\"c\\u0072on\":\"0 0 30 2 *\"}", "{\"a\":\"ccron\"}"})
    void oneThatMayHoldAScheduleIsReadAside(String body) {
        assertThat(thread(body)).contains("meproc-parsing");
    }

    @Test
    void aLargeBodyIsReadAside() {
        assertThat(thread("{\"cmd\":\"" + "x".repeat(1 << 20) + "\"}")).contains("meproc-parsing");
    }
}
