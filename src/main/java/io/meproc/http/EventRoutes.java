package io.meproc.http;

import io.meproc.api.Parameters;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The stream of events, {@code /api/v1/events}. */
final class EventRoutes {
    /** Less than the number of parameters that a query may have. */
    private static final int MOST_TASKS = 50;

    private static final String TASK = "task";
    private static final String METRICS = "metrics";
    private static final String LAST = "lastEventId";
    private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");

    private final Vertx vertx;
    private final Events events;

    EventRoutes(Vertx vertx, Events events) {
        this.vertx = vertx;
        this.events = events;
    }

    Future<?> answer(RoutingContext context) throws InvalidInput, Refused {
        HttpServerRequest request = context.request();
        Query query = Query.of(request.uri());
        Parameters parameters = Parameters.of(query.singles(TASK), List.of(TASK, LAST, METRICS));
        Set<String> tasks = tasks(query);
        Long known = known(request, parameters);
        boolean metrics = parameters.flag(METRICS, false);
        if (events.full()) {
            throw new Refused(Problem.of(
                    Kind.TOO_MANY,
                    events.most()
                            + " clients follow the events, the maximum; try again later, or raise limits.followers"));
        }
        follow(events.follower(request.response(), tasks, metrics), request.response(), known);
        return Future.succeededFuture();
    }

    private void follow(Follower follower, HttpServerResponse response, @Nullable Long known) {
        Set<String> tasks = follower.tasks();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Accel-Buffering", "no");
        response.exceptionHandler(gone -> events.disconnect(follower));
        response.closeHandler(closed -> events.disconnect(follower));
        // In a turn of its own, since the handler may be called during a write.
        response.drainHandler(drained -> vertx.runOnContext(turn -> events.drained(follower)));
        response.write(EventText.comment(
                "Meproc, following " + (tasks.isEmpty() ? "all tasks" : Shown.of(String.join(", ", tasks)))));
        events.follow(follower, known);
    }

    private static Set<String> tasks(Query query) throws InvalidInput {
        List<String> tasks = query.all(TASK);
        if (tasks.size() > MOST_TASKS) {
            throw InvalidInput.query(
                    TASK,
                    "is given " + tasks.size() + " times; at most " + MOST_TASKS + " are allowed",
                    "at most " + MOST_TASKS + " tasks, none for all");
        }
        return new LinkedHashSet<>(tasks);
    }

    /**
     * The id of the last event that the client received. Browsers send the header when they reconnect; the parameter
     * is for the first request of a client that already knows an id.
     */
    private static @Nullable Long known(HttpServerRequest request, Parameters parameters) throws InvalidInput {
        String header = request.getHeader("Last-Event-ID");
        String sent = header != null ? header : parameters.text(LAST);
        if (sent == null || sent.isEmpty()) {
            return null;
        } else if (!REVISION.matcher(sent).matches()) {
            throw InvalidInput.query(
                    header != null ? "Last-Event-ID" : LAST,
                    "expected the id of an event, got '" + Shown.of(sent) + "'",
                    "the id of an event, an integer");
        }
        return Long.valueOf(sent);
    }
}
