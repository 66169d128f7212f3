package io.meproc.process;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns of a worker verticle. */
final class ContextTurns implements Turns {
    private static final Logger LOG = LoggerFactory.getLogger(ContextTurns.class);

    private final Vertx vertx;
    private final Context context;

    ContextTurns(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public void after(long millis, Runnable action) {
        context.runOnContext(turn -> {
            if (millis <= 0) {
                action.run();
            } else {
                vertx.setTimer(millis, timer -> action.run());
            }
        });
    }

    @Override
    public <T> void aside(Callable<T> work, Consumer<T> then) {
        context.runOnContext(turn -> vertx.executeBlocking(work, false)
                .onSuccess(then::accept)
                .onFailure(broken -> LOG.error("Work beside the process side failed", broken)));
    }
}
