package io.meproc.http;

import io.meproc.api.BodyParser;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.api.Reply;
import io.meproc.api.SupervisorClient;
import io.meproc.json.InvalidInput;
import io.meproc.json.TaskBody;
import io.meproc.task.Request;
import io.meproc.task.exit.Requester;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * The compatibility API {@code /proc}.
 *
 * <p>The first generation of the original Meproc starts with PUT and restarts with POST, the later one the other way
 * round. A start has a body and a restart has a name, so both methods accept both, and a request that has a body and
 * a name is refused.
 */
final class ProcRoutes {
    private static final Problem NAMELESS = Problem.of(Kind.INVALID_QUERY, "name: is required, as in /proc?name=sleep1")
            .withMessage("name is required");
    private static final Problem BOTH = Problem.of(
                    Kind.INVALID_REQUEST,
                    "name: a request with a body starts a new task and names it there, one with ?name="
                            + " restarts a listed task and has no body; this one has both")
            .withMessage("Invalid request");

    private final Vertx vertx;
    private final SupervisorClient supervisor;
    private final Listing listing;
    private final Output output;
    private final Budget budget;
    private final BodyParser parser;

    ProcRoutes(Vertx vertx, SupervisorClient supervisor, LogClient logs, Budget budget) {
        this.vertx = vertx;
        this.supervisor = supervisor;
        this.budget = budget;
        this.parser = new BodyParser(vertx);
        PacedWriter writer = new PacedWriter(budget);
        this.listing = new Listing(vertx, supervisor, writer, budget.share());
        this.output = new Output(supervisor, logs, writer);
    }

    Future<?> list(RoutingContext context) {
        return listing.send(context.request());
    }

    Future<?> startOrRestart(RoutingContext context) throws InvalidInput {
        HttpServerRequest request = context.request();
        ProcQuery query = ProcQuery.parse(request.uri());
        Requester by = Requesters.of(request);
        return Body.read(vertx, budget, request, body -> change(request.method(), query, body, by))
                .compose(reply -> ReplyAnswer.send(request, reply));
    }

    Future<?> remove(RoutingContext context) throws InvalidInput, Refused {
        HttpServerRequest request = context.request();
        ProcQuery query = ProcQuery.parse(request.uri());
        Requester by = Requesters.of(request);
        return send(new Request.Remove(named(query), query.waits()), by)
                .compose(reply -> ReplyAnswer.send(request, reply));
    }

    Future<?> output(RoutingContext context) throws InvalidInput, Refused {
        HttpServerRequest request = context.request();
        return output.send(request, named(ProcQuery.parse(request.uri())));
    }

    private static String named(ProcQuery query) throws Refused {
        if (query.name() == null) {
            throw new Refused(NAMELESS);
        }
        return query.name();
    }

    private Future<Reply> change(HttpMethod method, ProcQuery query, Buffer body, Requester by) {
        String name = query.name();
        if (body.length() > 0) {
            return name == null
                    ? parser.read(body, TaskBody::parse)
                            .compose(task -> send(new Request.Start(task, query.waits()), by))
                    : Future.failedFuture(new Refused(BOTH));
        } else if (name != null) {
            return send(new Request.Restart(name, query.waits()), by);
        }
        return Future.failedFuture(
                HttpMethod.POST.equals(method)
                        ? new Refused(NAMELESS)
                        : InvalidInput.body("to start a task, send a JSON object with at least name, cmd and type; to"
                                + " restart a listed one, send ?name= and no body"));
    }

    private Future<Reply> send(Request request, Requester by) {
        return supervisor
                .send(request, by)
                .map(answer -> answer.refusal()
                        .map(refusal -> Envelope.of(Problem.of(refusal)))
                        .orElseGet(() -> Envelope.of(request.waits(), answer.note())));
    }
}
