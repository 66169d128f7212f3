package io.meproc.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The prefix of the paths of public addresses. A proxy forwards it or strips it, so a request with the prefix and one
 * without it are equivalent.
 *
 * @param path empty, or a path that starts with a slash and does not end in one
 */
record BasePath(String path) {

    /** The path of a request without the base path. */
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

    /**
     * Redirects to the path with a slash at its end. Relative addresses in the page would otherwise lose the last
     * part of the path.
     */
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
