package io.meproc.http;

import io.meproc.api.Parsing;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.api.Reply;
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
    private static final Problem NAMELESS = Problem.query(
                    "name", "say which task, as in /proc?name=sleep1", null)
            .withMessage("name is required");

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
            return withQuery(context, query -> named(query, name -> remove(context.request(), name, query.patient())));
        }
        return Methods.refuse(context, "GET, HEAD, PUT, POST, DELETE, OPTIONS");
    }

    private Future<?> output(RoutingContext context) {
        return reads(context.request().method())
                ? withQuery(context, query -> named(query, name -> output.send(context.request(), name)))
                : Methods.refuse(context, "GET, HEAD, OPTIONS");
    }

    private static boolean reads(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    private static Future<?> withQuery(RoutingContext context, Function<ProcQuery, Future<?>> then) {
        try {
            return then.apply(ProcQuery.parse(context.request().uri()));
        } catch (Query.Malformed malformed) {
            return Future.failedFuture(new Refused(malformed.problem()));
        }
    }

    private Future<Void> startOrRestart(HttpServerRequest request, ProcQuery query) {
        return Body.read(vertx, budget, request, body -> change(request.method(), query, body))
                .compose(reply -> ReplyAnswer.send(request, reply));
    }

    private Future<Reply> change(HttpMethod method, ProcQuery query, Buffer body) {
        String name = query.name();
        if (body.length() > 0 && name != null) {
            return refused(Problem.of(
                            Kind.INVALID_REQUEST,
                            "name: a request with a body starts a new task and names it there, one with ?name="
                                    + " restarts a listed task and has no body; this one has both")
                    .withMessage("Invalid request"));
        } else if (body.length() > 0) {
            return start(query, body);
        } else if (name != null) {
            return ask(new Request.Restart(name, query.patient()));
        }
        return refused(
                HttpMethod.POST.equals(method)
                        ? NAMELESS
                        : Problem.of(
                                Kind.INVALID_JSON,
                                "to start a task, send a JSON object with at least name, cmd and type; to"
                                        + " restart a listed one, send ?name= and no body"));
    }

    private Future<Reply> start(ProcQuery query, Buffer body) {
        return parsing.read(body, TaskBody::parse)
                .compose(task -> ask(new Request.Start(task, query.patient())))
                .recover(broken ->
                        broken instanceof InvalidTask invalid ? refused(Problem.of(invalid)) : Future.failedFuture(broken));
    }

    private Future<?> remove(HttpServerRequest request, String name, boolean patient) {
        return ask(new Request.Remove(name, patient)).compose(reply -> ReplyAnswer.send(request, reply));
    }

    private static Future<?> named(ProcQuery query, Function<String, Future<?>> then) {
        return query.name() == null ? refused(NAMELESS) : then.apply(query.name());
    }

    private static <T> Future<T> refused(Problem problem) {
        return Future.failedFuture(new Refused(problem));
    }

    private Future<Reply> ask(Request request) {
        return supervision
                .ask(request)
                .map(answer -> answer.refusal()
                        .map(refusal -> Envelope.of(Problem.of(refusal)))
                        .orElseGet(() -> Envelope.of(request.patient(), answer.note())));
    }
}
