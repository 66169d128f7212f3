package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Refused;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route that answers every request, also if its handler fails. Vert.x would otherwise log a failure in a callback
 * of a future and leave the client without an answer.
 */
final class Guard implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final RouteHandler route;

    Guard(RouteHandler route) {
        this.route = route;
    }

    @Override
    public void handle(RoutingContext context) {
        answered(context).onFailure(broken -> {
            if (broken instanceof InvalidInput || broken instanceof Refused) {
                refuse(context.request(), broken);
            } else if (!gone(context, broken)) {
                broken(context, broken);
            }
        });
    }

    private static void refuse(HttpServerRequest request, Throwable refused) {
        Problem problem = Problem.of(refused);
        if (problem.kind() == Problem.Kind.BROKEN) {
            LOG.warn("{}: {}", Shown.of(request.path()), problem.detail());
        }
        if (request.response().headWritten()) {
            request.connection().close();
        } else if (refused instanceof ConnectionClosingRefusal) {
            ReplyAnswer.refuseAndClose(request, problem);
        } else {
            ReplyAnswer.refuse(request, problem);
        }
    }

    /** Whether the failure is that of the connection, so that no answer can be sent. */
    private static boolean gone(RoutingContext context, Throwable broken) {
        return context.response().closed() || broken instanceof IOException || broken instanceof HttpClosedException;
    }

    private Future<?> answered(RoutingContext context) {
        try {
            return route.answer(context);
        } catch (InvalidInput | Refused | RuntimeException | Error broken) {
            return Future.failedFuture(broken);
        }
    }

    /**
     * Logs a failure and answers it. After a part of an answer was sent, only closing the connection can indicate the
     * failure.
     */
    static void broken(RoutingContext context, Throwable broken) {
        LOG.error(
                "{} {} failed",
                context.request().method(),
                Shown.of(context.request().path()),
                broken);
        if (context.response().headWritten()) {
            context.request().connection().close();
        } else {
            ReplyAnswer.refuse(context.request(), Problem.of(Refusal.BROKEN));
        }
    }
}
