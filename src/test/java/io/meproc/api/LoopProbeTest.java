package io.meproc.api;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopProbeTest {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean ended = new AtomicBoolean();

    @AfterEach
    void close() {
        ended.set(true);
        done(vertx.close());
    }

    @Test
    void aTurnIsMeasuredWhileItLasts() {
        Promise<Long> seen = Promise.promise();
        vertx.getOrCreateContext().runOnContext(turn -> {
            LoopProbe probe = new LoopProbe(Instant.EPOCH, ended::get);
            vertx.runOnContext(next -> {
                long began = System.nanoTime();
                while (probe.longestMillis() < 100 && System.nanoTime() - began < PATIENCE) {
                    Thread.onSpinWait();
                }
                seen.complete(probe.longestMillis());
            });
        });
        assertThat(done(seen.future())).isBetween(100L, TimeUnit.NANOSECONDS.toMillis(PATIENCE));
    }
}
