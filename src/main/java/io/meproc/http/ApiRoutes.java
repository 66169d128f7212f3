package io.meproc.http;

import io.meproc.api.Api;
import io.meproc.api.Call;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Reply;
import io.meproc.api.Verb;
import io.meproc.json.Shown;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The interface of today, {@code /api/v1}: what comes over HTTP becomes a {@link Call}. */
final class ApiRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRoutes.class);

    private final Vertx vertx;
    private final Api api;

    ApiRoutes(Vertx vertx, Api api) {
        this.vertx = vertx;
        this.api = api;
    }

    void mount(Router router) {
        Map<String, List<Endpoint>> byPath = Endpoint.ALL.stream()
                .collect(Collectors.groupingBy(Endpoint::path, LinkedHashMap::new, Collectors.toList()));
        byPath.forEach((path, endpoints) ->
                router.route(Endpoint.route(path)).handler(context -> dispatch(context, endpoints)));
    }

    private void dispatch(RoutingContext context, List<Endpoint> endpoints) {
        HttpMethod method = context.request().method();
        HttpMethod asked = HttpMethod.HEAD.equals(method) ? HttpMethod.GET : method;
        Optional<Endpoint> endpoint =
                endpoints.stream().filter(each -> each.method().equals(asked)).findFirst();
        if (endpoint.isEmpty()) {
            Methods.refuse(context, allowed(endpoints));
        } else if (endpoint.get().verb() == Verb.BULK && !forMany(context.pathParam("action"))) {
            context.next();
        } else {
            handle(context, endpoint.get());
        }
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

    private void handle(RoutingContext context, Endpoint endpoint) {
        HttpServerRequest request = context.request();
        Future<Buffer> body = endpoint.sends()
                ? Body.read(vertx, request).map(Buffer::buffer)
                : Future.succeededFuture(Buffer.buffer());
        body.compose(sent -> answer(context, endpoint, sent))
                .onSuccess(reply -> send(request, endpoint, reply))
                .onFailure(broken -> {
                    if (broken instanceof Body.Refused refused) {
                        refused.send(request);
                    } else {
                        LOG.error("{} {} failed", request.method(), Shown.of(request.path()), broken);
                        ReplyAnswer.send(
                                request,
                                Reply.of(Problem.of(Kind.BROKEN, "this is a bug in Meproc; its log has more")));
                    }
                });
    }

    private Future<Reply> answer(RoutingContext context, Endpoint endpoint, Buffer body) {
        try {
            return api.answer(call(context, endpoint, body));
        } catch (Query.Malformed malformed) {
            return Future.succeededFuture(Reply.of(malformed.problem()));
        } catch (Preconditions.Malformed malformed) {
            return Future.succeededFuture(Reply.of(malformed.problem()));
        }
    }

    private static Call call(RoutingContext context, Endpoint endpoint, Buffer body)
            throws Query.Malformed, Preconditions.Malformed {
        Map<String, String> parameters = Query.of(context.request().uri()).singles();
        if (endpoint.verb() == Verb.BULK) {
            parameters.put("action", context.pathParam("action").substring(1));
        }
        boolean list = endpoint.verb() == Verb.LIST;
        return new Call(
                endpoint.verb(),
                Optional.ofNullable(context.pathParam("name")).orElse(""),
                context.pathParam("index"),
                parameters,
                list ? null : Preconditions.expected(context.request()),
                body);
    }

    private static void send(HttpServerRequest request, Endpoint endpoint, Reply reply) {
        if (reply.status() == 201) {
            request.response().putHeader("Location", request.path());
        }
        if (endpoint.verb() == Verb.LIST && Preconditions.known(request, reply.revision())) {
            ReplyAnswer.send(request, new Reply(304, reply.revision(), Buffer.buffer()));
        } else {
            ReplyAnswer.send(request, reply);
        }
    }
}
