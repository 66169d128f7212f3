package io.meproc.logs;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replies to {@link LogRequest}s. It reads on a pool of its own, and searches on another one, since a search takes
 * longer. A request fails with {@link #UNREADABLE} if a file can't be read, with {@link #UNKNOWN_RUN} for an unknown run.
 * Undeploying closes the store.
 */
public final class LogVerticle extends VerticleBase {
    /** The failure code for a log that can't be read; the message of the failure has the reason. */
    public static final int UNREADABLE = 1;

    /** The failure code for a run that is not known; the message of the failure names it. */
    public static final int UNKNOWN_RUN = 2;

    private static final int THREADS = 2;

    private final LogStore store;
    private @Nullable WorkerExecutor readers;
    private @Nullable WorkerExecutor searchers;

    public LogVerticle(LogStore store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        readers = vertx.createSharedWorkerExecutor("meproc-output", THREADS);
        searchers = vertx.createSharedWorkerExecutor("meproc-search", THREADS);
        return Consumers.<LogRequest>consume(vertx, Addresses.LOGS, this::read);
    }

    @Override
    public Future<?> stop() {
        store.close();
        return Future.succeededFuture();
    }

    private void read(Message<LogRequest> message) {
        LogRequest request = message.body();
        Objects.requireNonNull(request instanceof LogRequest.Search ? searchers : readers)
                .executeBlocking(() -> answer(request), false)
                .onSuccess(answer -> LocalBus.reply(message, answer))
                .onFailure(broken -> {
                    if (broken instanceof IOException) {
                        message.fail(UNREADABLE, String.valueOf(broken.getMessage()));
                    } else if (broken instanceof UnknownRunException) {
                        message.fail(UNKNOWN_RUN, String.valueOf(broken.getMessage()));
                    } else {
                        Consumers.fail(message, broken);
                    }
                });
    }

    private Object answer(LogRequest request) throws IOException, UnknownRunException {
        if (request instanceof LogRequest.Locate locate) {
            return store.extent(locate);
        } else if (request instanceof LogRequest.LocateAll locate) {
            return store.extents(locate.task(), locate.replicas());
        } else if (request instanceof LogRequest.Read read) {
            return store.read(read.ranges());
        }
        LogRequest.Search search = (LogRequest.Search) request;
        return store.search(search);
    }
}
