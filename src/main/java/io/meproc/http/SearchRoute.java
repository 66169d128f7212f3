package io.meproc.http;

import io.meproc.api.Parameters;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.api.Reply;
import io.meproc.api.Supervision;
import io.meproc.json.Content;
import io.meproc.json.Shown;
import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the search through the output of a replica, on threads of its own: a search of a slow disk holds up nothing else. */
final class SearchRoute {
    static final String PATH = ReplicaOutput.PATH + "/search";

    private static final Logger LOG = LoggerFactory.getLogger(SearchRoute.class);
    private static final int SEARCHERS = 2;
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_MATCHES = 1000;
    private static final int USUAL_MATCHES = 100;

    private final Supervision supervision;
    private final Path logDirectory;
    private final WorkerExecutor searchers;
    private final Paced paced;

    SearchRoute(Vertx vertx, Supervision supervision, Path logDirectory, Paced paced) {
        this.paced = paced;
        this.supervision = supervision;
        this.logDirectory = logDirectory;
        this.searchers = vertx.createSharedWorkerExecutor("meproc-search", SEARCHERS);
    }

    void mount(Router router) {
        router.route(Endpoint.route(PATH)).handler(new Guard(this::answer));
    }

    private Future<?> answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
            return Methods.refuse(context, "GET, HEAD, OPTIONS");
        }
        return matches(context)
                .recover(broken -> Future.succeededFuture(Reply.of(Problem.of(Supervision.refusal(broken)))))
                .compose(reply -> ReplyAnswer.send(paced, request, reply));
    }

    private Future<Reply> matches(RoutingContext context) {
        try {
            Parameters parameters =
                    Parameters.of(Query.of(context.request().uri()).singles(), List.of("q", "from", "limit", "case"));
            OutputSearch search = new OutputSearch(text(parameters), parameters.flag("case", false), (int)
                    parameters.integer("limit", 1, MOST_MATCHES, USUAL_MATCHES));
            long from = parameters.integer("from", 0, Long.MAX_VALUE, 0);
            return supervision
                    .table()
                    .find(context.pathParam("name"))
                    .map(task -> search(task, context.pathParam("index"), search, from))
                    .orElseGet(() -> refused(
                            Kind.UNKNOWN_TASK, "no task '" + Shown.of(context.pathParam("name")) + "' is listed"));
        } catch (Query.Malformed malformed) {
            return Future.succeededFuture(Reply.of(malformed.problem()));
        } catch (Refused refused) {
            return Future.succeededFuture(Reply.of(refused.problem()));
        }
    }

    private static String text(Parameters parameters) throws Refused {
        String text = parameters.text("q");
        if (text == null || text.length() > LONGEST_TEXT || text.indexOf('\n') >= 0) {
            String allowed = "1 to " + LONGEST_TEXT + " characters of one line";
            throw Refused.query("q", "expected the text to search for, " + allowed, allowed);
        }
        return text;
    }

    private static Future<Reply> refused(Kind kind, String detail) {
        return Future.succeededFuture(Reply.of(Problem.of(kind, detail)));
    }

    private Future<Reply> search(Task task, String index, OutputSearch search, long from) {
        if (!index.matches("[0-9]{1,9}") || Integer.parseInt(index) >= task.size()) {
            return refused(
                    Kind.UNKNOWN_REPLICA,
                    "task '" + task.name() + "' has the replicas 0 to " + (task.size() - 1) + ", not "
                            + Shown.of(index));
        }
        return searchers
                .executeBlocking(
                        () -> search.in(
                                ReplicaLog.find(logDirectory, new ReplicaId(task.name(), Integer.parseInt(index)))
                                        .map(ReplicaLog::file)
                                        .orElse(null),
                                from),
                        false)
                .map(found ->
                        new Reply(200, null, null, Buffer.buffer(content(found).bytes())))
                .recover(broken -> {
                    String reason = String.valueOf(broken.getMessage());
                    LOG.warn("The output of a replica cannot be searched: {}", reason);
                    return refused(Kind.BROKEN, "the output cannot be read: " + Shown.of(reason));
                });
    }

    private static Content content(OutputSearch.Found found) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("matches");
            for (OutputSearch.Match match : found.matches()) {
                json.writeStartObject();
                json.writeNumberField("offset", match.offset());
                json.writeStringField("line", match.line());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (found.next() == null) {
                json.writeNullField("next");
            } else {
                json.writeNumberField("next", found.next());
            }
            json.writeNumberField("size", found.size());
            json.writeEndObject();
        };
    }
}
