package io.meproc.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EffectQueueTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void anErrorInOneEffectKeepsNoneOfTheOthersBack() {
        Context context = vertx.getOrCreateContext();
        EffectQueue backlog = new EffectQueue(context, effect -> {});
        List<Integer> done = new CopyOnWriteArrayList<>();
        context.runOnContext(turn -> {
            for (int i = 0; i < 200; i++) {
                int number = i;
                backlog.afterwards(() -> {
                    if (number % 100 == 0) {
                        throw new StackOverflowError("deep");
                    }
                    done.add(number);
                });
            }
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> done.size() == 198);
        assertThat(done).isSorted();
    }
}
