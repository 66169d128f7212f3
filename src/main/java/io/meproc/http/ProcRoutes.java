package io.meproc.http;

import io.meproc.api.Parsing;
import io.meproc.api.Supervision;
import io.meproc.json.InvalidTask;
import io.meproc.json.TaskBody;
import io.meproc.task.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The original's interface, {@code /proc}.
 *
 * <p>Its first generation starts with PUT and restarts with POST, its later one the other way round. A start
 * has a body and a restart has a name, so both are served, and a request that has both is refused.
 */
final class ProcRoutes {
    private final Vertx vertx;
    private final Supervision supervision;
    private final Listing listing;
    private final Output output;
    private final Budget budget;
    private final Parsing parsing;

    ProcRoutes(Vertx vertx, Supervision supervision, Path logDirectory, LogReaders readers, Budget budget) {
        this.vertx = vertx;
        this.supervision = supervision;
        this.budget = budget;
        this.parsing = new Parsing(vertx);
        Paced paced = new Paced(budget);
        this.listing = new Listing(vertx, supervision, paced, budget.share());
        this.output = new Output(supervision, logDirectory, readers, paced);
    }

    void mount(Router router) {
        router.route("/proc").handler(new Guard(this::proc));
        router.route("/proc/output").handler(new Guard(this::output));
    }

    private Future<?> proc(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (reads(method)) {
            return listing.send(context.request());
        } else if (HttpMethod.PUT.equals(method) || HttpMethod.POST.equals(method)) {
            return withQuery(context, query -> startOrRestart(context.request(), query));
        } else if (HttpMethod.DELETE.equals(method)) {
            return withQuery(context, query -> remove(context.request(), query));
        }
        return Methods.refuse(context, "GET, HEAD, PUT, POST, DELETE, OPTIONS");
    }

    private Future<?> output(RoutingContext context) {
        return reads(context.request().method())
                ? withQuery(context, query -> output.send(context.request(), query))
                : Methods.refuse(context, "GET, HEAD, OPTIONS");
    }

    private static boolean reads(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    private static Future<?> withQuery(RoutingContext context, Function<ProcQuery, Future<?>> then) {
        ProcQuery query;
        try {
            query = ProcQuery.parse(context.request().uri());
        } catch (Query.Malformed malformed) {
            return Envelope.of(400, "Invalid query")
                    .detail(String.valueOf(malformed.getMessage()))
                    .send(context.request());
        }
        return then.apply(query);
    }

    private Future<Void> startOrRestart(HttpServerRequest request, ProcQuery query) {
        return Body.read(vertx, budget, request, body -> change(request.method(), query, body))
                .compose(envelope -> envelope.send(request));
    }

    private Future<Envelope> change(HttpMethod method, ProcQuery query, Buffer body) {
        if (body.length() > 0 && query.name() != null) {
            return Future.succeededFuture(Envelope.of(400, "Invalid request")
                    .detail("name: a request with a body starts a new task and names it there, one with ?name="
                            + " restarts a listed task and has no body; this one has both"));
        } else if (body.length() > 0) {
            return start(query, body);
        } else if (query.name() != null) {
            return ask(new Request.Restart(query.name(), query.patient()));
        }
        return Future.succeededFuture(
                HttpMethod.POST.equals(method)
                        ? Envelope.nameless()
                        : Envelope.of(400, "JSON body is required")
                                .detail("to start a task, send a JSON object with at least name, cmd and type; to"
                                        + " restart a listed one, send ?name= and no body"));
    }

    private Future<Envelope> start(ProcQuery query, Buffer body) {
        return parsing.read(body, TaskBody::parse)
                .compose(task -> ask(new Request.Start(task, query.patient())))
                .recover(broken -> broken instanceof InvalidTask invalid
                        ? Future.succeededFuture(
                                Envelope.of(400, invalid.original()).detail(String.valueOf(invalid.getMessage())))
                        : Future.failedFuture(broken));
    }

    private Future<Void> remove(HttpServerRequest request, ProcQuery query) {
        return query.name() == null
                ? Envelope.nameless().send(request)
                : ask(new Request.Remove(query.name(), query.patient())).compose(done -> done.send(request));
    }

    private Future<Envelope> ask(Request request) {
        return supervision.ask(request).map(answer -> ProcAnswers.of(request, answer));
    }
}
