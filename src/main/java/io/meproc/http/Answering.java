package io.meproc.http;

import io.meproc.api.Refused;
import io.meproc.json.InvalidInput;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Answers one request. */
@FunctionalInterface
interface Answering {
    /** Completes when the request needs nothing more; fails when it could not be answered. */
    Future<?> answer(RoutingContext context) throws InvalidInput, Refused;
}
