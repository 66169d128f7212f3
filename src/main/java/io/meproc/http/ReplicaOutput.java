package io.meproc.http;

import io.meproc.api.Parameters;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.api.Reply;
import io.meproc.api.Supervision;
import io.meproc.json.Shown;
import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a part of what a replica has written, by its offset; who asks for what comes next follows it. */
final class ReplicaOutput {
    static final String PATH = "/tasks/{name}/replicas/{index}/output";

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaOutput.class);
    private static final int MOST = 1 << 20;
    private static final int USUAL = 1 << 16;
    private static final String FROM = "from";
    private static final String LIMIT = "limit";

    /** What was read: where it starts, and how much there is in all. */
    private record Part(long offset, Buffer bytes, long size) {}

    private final Vertx vertx;
    private final Supervision supervision;
    private final Path logDirectory;

    ReplicaOutput(Vertx vertx, Supervision supervision, Path logDirectory) {
        this.vertx = vertx;
        this.supervision = supervision;
        this.logDirectory = logDirectory;
    }

    void mount(Router router) {
        router.route(Endpoint.route(PATH)).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
            Methods.refuse(context, "GET, HEAD, OPTIONS");
            return;
        }
        try {
            Parameters parameters = Parameters.of(Query.of(request.uri()).singles(), List.of(FROM, LIMIT));
            long from = parameters.integer(FROM, Long.MIN_VALUE, Long.MAX_VALUE, -USUAL);
            int limit = (int) parameters.integer(LIMIT, 1, MOST, USUAL);
            supervision
                    .look()
                    .onSuccess(table -> table.find(context.pathParam("name"))
                            .ifPresentOrElse(
                                    task -> send(request, task, context.pathParam("index"), from, limit),
                                    () -> refuse(
                                            request,
                                            Kind.UNKNOWN_TASK,
                                            "no task '" + Shown.of(context.pathParam("name")) + "' is listed")))
                    .onFailure(broken -> ReplyAnswer.send(request, Reply.of(Problem.of(Supervision.refusal(broken)))));
        } catch (Query.Malformed malformed) {
            ReplyAnswer.send(request, Reply.of(malformed.problem()));
        } catch (Refused refused) {
            ReplyAnswer.send(request, Reply.of(refused.problem()));
        }
    }

    private static void refuse(HttpServerRequest request, Kind kind, String detail) {
        ReplyAnswer.send(request, Reply.of(Problem.of(kind, detail)));
    }

    private void send(HttpServerRequest request, Task task, String index, long from, int limit) {
        if (!index.matches("[0-9]{1,9}") || Integer.parseInt(index) >= task.size()) {
            refuse(
                    request,
                    Kind.UNKNOWN_REPLICA,
                    "task '" + task.name() + "' has the replicas 0 to " + (task.size() - 1) + ", not "
                            + Shown.of(index));
            return;
        }
        Path file = logDirectory.resolve(new ReplicaId(task.name(), Integer.parseInt(index)).logFile());
        vertx.executeBlocking(() -> read(file, from, limit), false)
                .compose(part -> send(request, part))
                .onFailure(broken -> {
                    LOG.warn("The output of a replica can't be sent: {}", broken.getMessage());
                    refuse(
                            request,
                            Kind.BROKEN,
                            "the output can't be read: " + Shown.of(String.valueOf(broken.getMessage())));
                });
    }

    /** A negative {@code from} counts from the end; beyond the end there is nothing, yet. */
    private static Part read(Path file, long from, int limit) throws IOException {
        if (!Files.exists(file)) {
            return new Part(0, Buffer.buffer(), 0);
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long size = open.length();
            long offset = from < 0 ? Math.max(0, size + Math.max(from, -size)) : Math.min(from, size);
            byte[] bytes = new byte[(int) Math.min(limit, size - offset)];
            open.seek(offset);
            int read = Math.max(0, open.read(bytes));
            return new Part(offset, Buffer.buffer(bytes).slice(0, read), size);
        }
    }

    private static Future<Void> send(HttpServerRequest request, Part part) {
        HttpServerResponse response = request.response()
                .putHeader("Content-Type", "text/plain;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Meproc-Offset", Long.toString(part.offset()))
                .putHeader(
                        "Meproc-Next",
                        Long.toString(part.offset() + part.bytes().length()))
                .putHeader("Meproc-Size", Long.toString(part.size()))
                .putHeader("Content-Length", Integer.toString(part.bytes().length()));
        return HttpMethod.HEAD.equals(request.method()) ? response.end() : response.end(part.bytes());
    }
}
