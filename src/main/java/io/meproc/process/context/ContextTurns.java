package io.meproc.process.context;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns of a worker verticle, until it stops. Must be closed in a turn. */
public final class ContextTurns implements Turns {
    private static final Logger LOG = LoggerFactory.getLogger(ContextTurns.class);

    /** One thread for a process scan, one for the resource use of all runs. */
    private static final int THREADS = 2;

    private static final long CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final Context context;
    private final WorkerExecutor scans;
    private final Set<Future<?>> aside = new HashSet<>();
    private boolean closed;

    public ContextTurns(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
        this.scans = vertx.createSharedWorkerExecutor("meproc-scan", THREADS);
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
    public <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        context.runOnContext(turn -> act(() -> {
            Future<T> done = scans.executeBlocking(work, false);
            aside.add(done);
            done.onComplete(result -> aside.remove(done))
                    .onSuccess(result -> act(() -> then.accept(result)))
                    .onFailure(broken -> {
                        LOG.error("Work beside the process side failed", broken);
                        act(() -> failed.accept(broken));
                    });
        }));
    }

    /**
     * Accepts no more turns; completes when the work on other threads, which can't be interrupted, has ended, or
     * after {@link #CLOSE_SECONDS}.
     */
    public Future<?> close() {
        closed = true;
        return Future.join(List.copyOf(aside))
                .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .otherwiseEmpty()
                .eventually(scans::close);
    }
}
