package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.json.Shown;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Answers a method that a path does not have. */
final class Methods {
    private Methods() {}

    /** OPTIONS is told what there is, everything else that it is not allowed (RFC 9110, 15.5.6). */
    static Future<Void> refuse(RoutingContext context, String allowed) {
        context.response().putHeader("Allow", allowed);
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            return context.response().setStatusCode(204).end();
        }
        String detail = Shown.of(context.request().method().name()) + " is not one of " + allowed;
        return ReplyAnswer.refuse(context.request(), Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, detail));
    }
}
