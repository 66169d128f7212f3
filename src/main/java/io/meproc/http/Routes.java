package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Refused;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Registers the table of {@link Operation}s with a router. */
final class Routes {
    private static final List<HttpMethod> METHODS = List.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);

    /** Provides the handler of an operation; {@code path} is that of the table. */
    @FunctionalInterface
    interface Handlers {
        RouteHandler of(Operation operation, String path);
    }

    private Routes() {}

    static void mount(Router router, Handlers handlers) {
        Map<String, Map<Operation, RouteHandler>> byPath = new LinkedHashMap<>();
        for (Operation operation : Operation.values()) {
            for (String path : operation.paths()) {
                byPath.computeIfAbsent(path, first -> new LinkedHashMap<>())
                        .put(operation, handlers.of(operation, path));
            }
        }
        byPath.forEach(
                (path, operations) -> route(router, path).handler(new Guard(context -> dispatch(context, operations))));
    }

    /**
     * The route for a path. A router interprets a name after a colon as a variable, and the colon in a request may be
     * percent-encoded.
     */
    private static Route route(Router router, String path) {
        return path.contains(":")
                ? router.routeWithRegex(path.replace(":", "(?::|%3[Aa])") + "/*")
                : router.route(path.replace('{', ':').replace("}", ""));
    }

    private static Future<?> dispatch(RoutingContext context, Map<Operation, RouteHandler> operations)
            throws InvalidInput, Refused {
        HttpMethod method = context.request().method();
        for (Map.Entry<Operation, RouteHandler> each : operations.entrySet()) {
            if (each.getKey().answers(method)) {
                return each.getValue().answer(context);
            }
        }
        return refuse(context, operations);
    }

    /**
     * Answers OPTIONS with the allowed methods, and any other method with the problem that it is not allowed (RFC
     * 9110, 15.5.6).
     */
    private static Future<Void> refuse(RoutingContext context, Map<Operation, RouteHandler> operations) {
        HttpMethod method = context.request().method();
        String allowed = Stream.concat(
                        METHODS.stream()
                                .filter(each ->
                                        operations.keySet().stream().anyMatch(operation -> operation.answers(each))),
                        Stream.of(HttpMethod.OPTIONS))
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
        context.response().putHeader("Allow", allowed);
        if (HttpMethod.OPTIONS.equals(method)) {
            return context.response().setStatusCode(204).end();
        }
        String detail = Shown.of(method.name()) + " is not one of " + allowed;
        return ReplyAnswer.refuse(context.request(), Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, detail));
    }
}
