package io.meproc.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What the path of every public address begins with. A proxy passes it on or strips it, so a request with it and one without
 * it are the same.
 *
 * @param path empty, or a path that starts with a slash and does not end in one
 */
record BasePath(String path) {

    /** The path of a request as it is without the base path. */
    String strip(String requested) {
        return !path.isEmpty() && requested.startsWith(path + "/") ? requested.substring(path.length()) : requested;
    }

    /** Serves the routes of {@code router} below the base path as well. */
    Router extend(Vertx vertx, Router router) {
        if (path.isEmpty()) {
            return router;
        }
        Router both = Router.router(vertx);
        both.route(path).handler(this::addSlash);
        both.route(path + "/*").subRouter(router);
        both.route("/*").subRouter(router);
        return both;
    }

    /** The addresses in the page are relative, and would miss the last part of a path without a slash at its end. */
    private void addSlash(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (path.equals(context.request().path())
                && (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method))) {
            context.response()
                    .setStatusCode(302)
                    .putHeader("Location", path.substring(path.lastIndexOf('/') + 1) + "/")
                    .end();
        } else {
            context.next();
        }
    }
}
