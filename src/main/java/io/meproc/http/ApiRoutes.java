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
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** The API {@code /api/v1}: converts HTTP requests to {@link Call}s. */
final class ApiRoutes {
    private static final String[] LISTS = {"state", "health", "task", "cause"};

    private final Vertx vertx;
    private final Api api;
    private final Budget budget;
    private final PacedWriter writer;

    ApiRoutes(Vertx vertx, Api api, Budget budget) {
        this.vertx = vertx;
        this.api = api;
        this.budget = budget;
        this.writer = new PacedWriter(budget);
    }

    Future<Void> answer(RoutingContext context, Operation operation, Verb verb) throws InvalidInput {
        HttpServerRequest request = context.request();
        Call call = call(context, operation, verb);
        Precondition precondition = Preconditions.of(request, verb);
        return operation.sends()
                ? Body.read(vertx, budget, request, body -> answer(request, call.with(body), precondition))
                : answer(request, call, precondition);
    }

    private Future<Void> answer(HttpServerRequest request, Call call, Precondition precondition) {
        return api.answer(call, precondition).compose(reply -> send(request, reply));
    }

    private static Call call(RoutingContext context, Operation operation, Verb verb) throws InvalidInput {
        Query query = Query.of(context.request().uri());
        Map<String, String> parameters = query.singles(LISTS);
        for (String list : LISTS) {
            // Some generated clients repeat the parameter instead of sending one value with commas.
            parameters.computeIfPresent(list, (name, none) -> String.join(",", query.all(name)));
        }
        if (verb == Verb.BULK) {
            parameters.put("action", operation.paths().get(0).replaceFirst(".*:", ""));
        }
        if (verb == Verb.HOOK) {
            parameters.put("target", String.valueOf(context.pathParam("target")));
            parameters.put("action", operation.paths().get(0).replaceFirst(".*/", ""));
        }
        if (verb == Verb.DECIDE) {
            parameters.put("pid", String.valueOf(context.pathParam("pid")));
            parameters.put("action", operation.paths().get(0).replaceFirst(".*/", ""));
        }
        return new Call(
                verb,
                Optional.ofNullable(context.pathParam("name")).orElse(""),
                context.pathParam("index"),
                parameters,
                Expected.ANY,
                Buffer.buffer(),
                Requesters.of(context.request()));
    }

    private Future<Void> send(HttpServerRequest request, Reply reply) {
        if (reply.status() == 201) {
            String path = String.valueOf(request.path());
            // A relative reference, since a proxy may have stripped a part of the path.
            request.response().putHeader("Location", "." + path.substring(path.lastIndexOf('/')));
        }
        if (EntityTags.known(request, reply.tag())) {
            return ReplyAnswer.send(request, new Reply(304, reply.revision(), reply.tag(), Buffer.buffer()));
        }
        return ReplyAnswer.send(writer, request, reply);
    }
}
