package io.meproc.http;

import io.meproc.api.Parameters;
import io.meproc.api.Problem;
import io.meproc.api.Reply;
import io.meproc.api.RunHistory;
import io.meproc.api.ShownRun;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.RunJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers the dossier of one run: its record, and the last lines of its output. */
final class RunRoute {
    private final RunHistory runs;
    private final LastLines lines;
    private final PacedWriter writer;

    RunRoute(RunHistory runs, LogClient logs, RunOutput outputs, PacedWriter writer) {
        this.runs = runs;
        this.lines = new LastLines(logs, outputs);
        this.writer = writer;
    }

    Future<?> answer(RoutingContext context) throws InvalidInput {
        HttpServerRequest request = context.request();
        Parameters.of(Query.of(request.uri()).singles(), List.of());
        return runs.find(String.valueOf(context.pathParam("run")))
                .compose(run -> lines.of(run.run())
                        .map(text -> dossier(run, text, ""))
                        .otherwise(
                                broken -> dossier(run, null, Problem.of(broken).detail())))
                .compose(reply -> EntityTags.known(request, reply.tag())
                        ? ReplyAnswer.send(request, new Reply(304, null, reply.tag(), Buffer.buffer()))
                        : ReplyAnswer.send(writer, request, reply));
    }

    /** @param problem why there are no lines; empty if there are */
    private static Reply dossier(ShownRun run, @Nullable List<String> text, String problem) {
        Content content = json -> {
            json.writeStartObject();
            run.members(new RunJson(json));
            if (text == null) {
                json.writeNullField("lastLines");
                json.writeStringField("lastLinesProblem", problem);
            } else {
                json.writeArrayFieldStart("lastLines");
                for (String line : text) {
                    json.writeString(line);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        };
        return new Reply(200, null, null, Buffer.buffer(content.bytes())).taggedByContent();
    }
}
