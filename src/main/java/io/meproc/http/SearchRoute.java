package io.meproc.http;

import io.meproc.api.Lookup;
import io.meproc.api.Parameters;
import io.meproc.api.Refused;
import io.meproc.api.Reply;
import io.meproc.api.SupervisorClient;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.logs.LogRequest;
import io.meproc.logs.OutputSearch;
import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Serves the search through the output of a replica. */
final class SearchRoute {
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_MATCHES = 1000;
    private static final int USUAL_MATCHES = 100;

    private final SupervisorClient supervisor;
    private final LogClient logs;
    private final PacedWriter writer;

    SearchRoute(SupervisorClient supervisor, LogClient logs, PacedWriter writer) {
        this.writer = writer;
        this.supervisor = supervisor;
        this.logs = logs;
    }

    Future<?> answer(RoutingContext context) throws InvalidInput, Refused {
        HttpServerRequest request = context.request();
        Parameters parameters = Parameters.of(
                Query.of(request.uri()).singles(), List.of("q", "from", "limit", "case", ReplicaOutput.RUN));
        String text = text(parameters);
        boolean caseSensitive = parameters.flag("case", false);
        int limit = (int) parameters.integer("limit", 1, MOST_MATCHES, USUAL_MATCHES);
        long from = parameters.integer("from", 0, Long.MAX_VALUE, 0);
        Long run = ReplicaOutput.run(parameters);
        Task task = Lookup.task(supervisor.table(), context.pathParam("name"));
        ReplicaId replica = new ReplicaId(task.name(), Lookup.replica(task, context.pathParam("index")));
        return logs.<OutputSearch.Found>request(new LogRequest.Search(replica, run, text, caseSensitive, limit, from))
                .compose(found -> ReplyAnswer.send(
                        writer,
                        request,
                        new Reply(200, null, null, Buffer.buffer(content(found).bytes()))));
    }

    private static String text(Parameters parameters) throws InvalidInput {
        String text = parameters.text("q");
        if (text == null || text.length() > LONGEST_TEXT || text.indexOf('\n') >= 0) {
            String allowed = "1 to " + LONGEST_TEXT + " characters of one line";
            throw InvalidInput.query("q", "expected the text to search for, " + allowed, allowed);
        }
        return text;
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
