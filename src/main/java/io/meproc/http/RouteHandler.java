package io.meproc.http;

import io.meproc.api.Refused;
import io.meproc.json.InvalidInput;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** The handler of a route. */
@FunctionalInterface
interface RouteHandler {
    /** Completes when the answer has been sent; fails if the request could not be answered. */
    Future<?> answer(RoutingContext context) throws InvalidInput, Refused;
}
