package io.meproc.http;

import io.meproc.api.Api;
import io.meproc.api.Call;
import io.meproc.api.Precondition;
import io.meproc.api.Reply;
import io.meproc.api.Verb;
import io.meproc.json.InvalidInput;
import io.meproc.task.Expected;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The interface of today, {@code /api/v1}: what comes over HTTP becomes a {@link Call}. */
final class ApiRoutes {
    private static final String[] LISTS = {"state", "health", "task"};

    private final Vertx vertx;
    private final Api api;
    private final Budget budget;
    private final Paced paced;

    ApiRoutes(Vertx vertx, Api api, Budget budget) {
        this.vertx = vertx;
        this.api = api;
        this.budget = budget;
        this.paced = new Paced(budget);
    }

    void mount(Router router) {
        Map<String, List<Endpoint>> byPath = Endpoint.ALL.stream()
                .collect(Collectors.groupingBy(Endpoint::path, LinkedHashMap::new, Collectors.toList()));
        byPath.forEach((path, endpoints) ->
                router.route(Endpoint.route(path)).handler(new Guard(context -> dispatch(context, endpoints))));
    }

    private Future<?> dispatch(RoutingContext context, List<Endpoint> endpoints) throws InvalidInput {
        HttpMethod method = context.request().method();
        HttpMethod asked = HttpMethod.HEAD.equals(method) ? HttpMethod.GET : method;
        Optional<Endpoint> endpoint =
                endpoints.stream().filter(each -> each.method().equals(asked)).findFirst();
        if (endpoint.isEmpty()) {
            return Methods.refuse(context, allowed(endpoints));
        } else if (endpoint.get().verb() == Verb.BULK && !forMany(context.pathParam("action"))) {
            context.next();
            return Future.succeededFuture();
        }
        return handle(context, endpoint.get());
    }

    /** Whether this is what follows {@code /tasks}: a colon and an action. */
    private static boolean forMany(String last) {
        return last.startsWith(":") && Verb.isForMany(last.substring(1));
    }

    private static String allowed(List<Endpoint> endpoints) {
        return Stream.concat(
                        endpoints.stream()
                                .map(Endpoint::method)
                                .flatMap(method -> HttpMethod.GET.equals(method)
                                        ? Stream.of(HttpMethod.GET, HttpMethod.HEAD)
                                        : Stream.of(method)),
                        Stream.of(HttpMethod.OPTIONS))
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
    }

    private Future<Void> handle(RoutingContext context, Endpoint endpoint) throws InvalidInput {
        HttpServerRequest request = context.request();
        Call call = call(context, endpoint);
        Precondition precondition = Preconditions.of(request, endpoint.verb());
        return endpoint.sends()
                ? Body.read(vertx, budget, request, body -> answer(request, call.with(body), precondition))
                : answer(request, call, precondition);
    }

    private Future<Void> answer(HttpServerRequest request, Call call, Precondition precondition) {
        return api.answer(call, precondition).compose(reply -> send(request, reply));
    }

    private static Call call(RoutingContext context, Endpoint endpoint) throws InvalidInput {
        Query query = Query.of(context.request().uri());
        Map<String, String> parameters = query.singles(LISTS);
        for (String list : LISTS) {
            // Some generated clients repeat the parameter in place of commas.
            parameters.computeIfPresent(list, (name, none) -> String.join(",", query.all(name)));
        }
        if (endpoint.verb() == Verb.BULK) {
            parameters.put("action", context.pathParam("action").substring(1));
        }
        return new Call(
                endpoint.verb(),
                Optional.ofNullable(context.pathParam("name")).orElse(""),
                context.pathParam("index"),
                parameters,
                Expected.ANY,
                Buffer.buffer());
    }

    private Future<Void> send(HttpServerRequest request, Reply reply) {
        if (reply.status() == 201) {
            String path = String.valueOf(request.path());
            // Relative, as a proxy may have stripped a part of the path.
            request.response().putHeader("Location", "." + path.substring(path.lastIndexOf('/')));
        }
        if (EntityTags.known(request, reply.tag())) {
            return ReplyAnswer.send(request, new Reply(304, reply.revision(), reply.tag(), Buffer.buffer()));
        }
        return ReplyAnswer.send(paced, request, reply);
    }
}
