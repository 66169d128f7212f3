package io.meproc.api;

import io.meproc.api.Problem.Kind;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.store.StoreRequest;
import io.meproc.task.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Requests to the owner of the store, with failures as the answers that clients get. */
final class StoreClient {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Vertx vertx;

    StoreClient(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The reply; fails with {@link Refused}, at the latest after 10 s. */
    <T extends @Nullable Object> Future<T> request(StoreRequest request) {
        return LocalBus.<@Nullable Object>request(vertx, Addresses.STORE, request, PATIENCE_MILLIS)
                .recover(broken -> Future.failedFuture(new Refused(problem(broken))))
                .compose(StoreClient::replied);
    }

    @SuppressWarnings("unchecked") // Each kind of request has one type of reply.
    private static <T extends @Nullable Object> Future<T> replied(@Nullable Object reply) {
        return reply instanceof Refusal refusal
                ? Future.failedFuture(new Refused(Problem.of(refusal)))
                : Future.succeededFuture((T) reply);
    }

    private static Problem problem(Throwable broken) {
        if (broken instanceof ReplyException reply) {
            switch (reply.failureType()) {
                case NO_HANDLERS -> {
                    return Problem.of(
                            Kind.UNAVAILABLE, "the history can't be read: its store is closed; try again later");
                }
                case TIMEOUT -> {
                    return Problem.of(
                            Kind.UNAVAILABLE,
                            "the history can't be read: its file system has not answered for "
                                    + TimeUnit.MILLISECONDS.toSeconds(PATIENCE_MILLIS) + " s; try again later");
                }
                default -> {}
            }
        }
        return Problem.of(Refusal.BROKEN);
    }
}
