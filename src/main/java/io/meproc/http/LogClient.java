package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.json.Shown;
import io.meproc.logs.LogRequest;
import io.meproc.logs.LogVerticle;
import io.meproc.task.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.util.concurrent.TimeUnit;

/** Requests to the owner of the log files, with failures as the answers that clients get. */
final class LogClient {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private final Vertx vertx;

    LogClient(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The reply; fails with {@link Refused}, at the latest after 30 s. */
    <T> Future<T> request(LogRequest request) {
        return LocalBus.<T>request(vertx, Addresses.LOGS, request, PATIENCE_MILLIS)
                .recover(broken -> Future.failedFuture(new Refused(problem(broken))));
    }

    private static Problem problem(Throwable broken) {
        if (broken instanceof ReplyException reply) {
            switch (reply.failureType()) {
                case NO_HANDLERS -> {
                    return Problem.of(Refusal.SHUTTING_DOWN);
                }
                case TIMEOUT -> {
                    return Problem.of(
                            Kind.UNAVAILABLE,
                            "the output can't be read: its file system has not answered for "
                                    + TimeUnit.MILLISECONDS.toSeconds(PATIENCE_MILLIS) + " s; try again later");
                }
                default -> {
                    if (reply.failureCode() == LogVerticle.UNREADABLE) {
                        return unreadable(reply);
                    } else if (reply.failureCode() == LogVerticle.UNKNOWN_RUN) {
                        return Problem.of(Kind.UNKNOWN_RUN, String.valueOf(reply.getMessage()));
                    }
                }
            }
        }
        return Problem.of(Refusal.BROKEN);
    }

    private static Problem unreadable(ReplyException reply) {
        String reason = "the output can't be read: " + Shown.of(String.valueOf(reply.getMessage()));
        return Problem.of(Kind.BROKEN, reason).withMessage("Output not readable");
    }
}
