package io.meproc.process;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns of a worker verticle, until it stops. To be closed in a turn. */
final class ContextTurns implements Turns {
    private static final Logger LOG = LoggerFactory.getLogger(ContextTurns.class);

    private final Vertx vertx;
    private final Context context;
    private final Set<Future<?>> aside = new HashSet<>();
    private boolean closed;

    ContextTurns(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public void after(long millis, Runnable action) {
        context.runOnContext(turn -> {
            if (millis <= 0) {
                act(action);
            } else {
                vertx.setTimer(millis, timer -> act(action));
            }
        });
    }

    private void act(Runnable action) {
        if (!closed) {
            action.run();
        }
    }

    @Override
    public <T> void aside(Callable<T> work, Consumer<T> then) {
        context.runOnContext(turn -> act(() -> {
            Future<T> done = vertx.executeBlocking(work, false);
            aside.add(done);
            done.onComplete(result -> aside.remove(done))
                    .onSuccess(result -> act(() -> then.accept(result)))
                    .onFailure(broken -> LOG.error("Work beside the process side failed", broken));
        }));
    }

    /** Takes no more turns; completes when the work beside them has ended, since that can't be interrupted. */
    Future<?> close() {
        closed = true;
        return Future.join(List.copyOf(aside)).otherwiseEmpty();
    }
}
